/** Options that private generators share; the promise itself is `privacy` of `createGenerator`. */
export const PRIVATE = {
	bins: { type: "number", default: 20, min: 2, max: 64, whole: true, help: "Most bins per numeric column." },
} as const;
