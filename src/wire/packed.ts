/**
 * Plain data with typed arrays as bytes, to the last bit, and back:
 *
 *   bytes 0…3    length of the header in bytes, uint32, little endian like all that follows
 *   header       UTF-8 JSON; typed arrays and unusual numbers stand in it as `{"$": …}`
 *   blobs        the typed arrays' bytes, each starting at a multiple of 8
 *
 * Something else may stand before it in the same bytes; multiples of 8 are counted from its beginning.
 */
import { SavedModelError } from "../errors";

/** Bytes that say how long the header is. */
const LENGTH_BYTES = 4;

const ARRAYS = {
	Int8Array,
	Uint8Array,
	Uint8ClampedArray,
	Int16Array,
	Uint16Array,
	Int32Array,
	Uint32Array,
	Float32Array,
	Float64Array,
	BigInt64Array,
	BigUint64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** What JSON cannot say, under the one key "$". */
type Marked =
	| { $: "array"; type: ArrayName; at: number; length: number }
	| { $: "number"; text: string }
	| { $: "undefined" }
	| { $: "object"; entries: [string, unknown][] };

const upToEight = (n: number) => Math.ceil(n / 8) * 8;

function isTypedArray(value: object): value is TypedArray {
	return ArrayBuffer.isView(value) && value.constructor.name in ARRAYS;
}

function isPlain(value: object): boolean {
	const prototype = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

/**
 * `data` as bytes, behind `before` bytes of 0.
 *
 * @throws SavedModelError where it holds a function, a class or the like.
 */
export function packData(data: object, before = 0): Uint8Array<ArrayBuffer> {
	const blobs: TypedArray[] = [];
	let blobBytes = 0;

	function mark(value: unknown, path: string): unknown {
		if (typeof value === "number") {
			if (Number.isFinite(value) && !Object.is(value, -0)) return value;
			return { $: "number", text: Object.is(value, -0) ? "-0" : String(value) } satisfies Marked;
		}
		if (value === undefined) return { $: "undefined" } satisfies Marked;
		if (value === null || typeof value === "string" || typeof value === "boolean") return value;
		if (typeof value === "object") {
			if (isTypedArray(value)) {
				const at = blobBytes;
				blobs.push(value);
				blobBytes += upToEight(value.byteLength);
				const type = value.constructor.name as ArrayName;
				return { $: "array", type, at, length: value.length } satisfies Marked;
			}
			if (Array.isArray(value)) return value.map((item, i) => mark(item, `${path}[${i}]`));
			if (isPlain(value)) {
				const entries = Object.entries(value).map(([k, v]): [string, unknown] => [
					k,
					mark(v, path ? `${path}.${k}` : k),
				]);
				// A key of the user's own (a column may be called anything) must not read as a mark or a prototype.
				if (entries.some(([k]) => k === "$" || k === "__proto__")) return { $: "object", entries } satisfies Marked;
				return Object.fromEntries(entries);
			}
		}
		throw new SavedModelError(`A model must be plain data to be saved, and ${path} is not.`, { path });
	}

	const header = new TextEncoder().encode(JSON.stringify(mark(data, "")));
	const headerAt = before + LENGTH_BYTES;
	const blobsAt = upToEight(headerAt + header.length);
	const bytes = new Uint8Array(blobsAt + blobBytes);
	new DataView(bytes.buffer).setUint32(before, header.length, true);
	bytes.set(header, headerAt);
	let at = blobsAt;
	for (const blob of blobs) {
		bytes.set(new Uint8Array(blob.buffer, blob.byteOffset, blob.byteLength), at);
		at += upToEight(blob.byteLength);
	}
	return bytes;
}

/** Deepest nesting of a saved model: trees of decisions are the deepest there are. */
const DEEPEST = 256;

const NUMBERS: Readonly<Record<string, number>> = {
	NaN: Number.NaN,
	Infinity: Number.POSITIVE_INFINITY,
	"-Infinity": Number.NEGATIVE_INFINITY,
	"-0": -0,
};

/** Refuses bytes that `packData` did not write. */
export function damaged(why: string): never {
	throw new SavedModelError(
		`The saved model is damaged or was not written by Standin: ${why}. Take the file as save() gave it.`,
	);
}

/** The header of packed data that begins at `before`, with its marks, and where the arrays begin. */
export function readHeader(bytes: Uint8Array, before = 0): { header: unknown; blobsAt: number } {
	const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(before, true);
	const headerAt = before + LENGTH_BYTES;
	const blobsAt = upToEight(headerAt + length);
	if (blobsAt > bytes.length) return damaged("its header is longer than the file");
	try {
		const header = JSON.parse(new TextDecoder().decode(bytes.subarray(headerAt, headerAt + length)));
		return { header, blobsAt };
	} catch {
		return damaged("its header cannot be read");
	}
}

/** What puts data in the place of marks; all that one restores together fits into the bytes, whatever the marks say. */
export function createUnmark(bytes: Uint8Array, blobsAt: number): (value: unknown) => unknown {
	let left = bytes.length - blobsAt;

	function unmark(value: unknown, depth = 0): unknown {
		if (typeof value !== "object" || value === null) return value;
		if (depth > DEEPEST) return damaged(`it is nested more than ${DEEPEST} deep`);
		if (Array.isArray(value)) return value.map((item) => unmark(item, depth + 1));
		if (Object.hasOwn(value, "$")) return restore(value as Marked, depth);
		return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unmark(v, depth + 1)]));
	}

	function restore(mark: Marked, depth: number): unknown {
		switch (mark.$) {
			case "array": {
				const { type, at, length } = mark;
				const TypedArray = Object.hasOwn(ARRAYS, type) ? ARRAYS[type] : damaged("it names an unknown kind of array");
				const size = Number.isSafeInteger(length) && length >= 0 ? length * TypedArray.BYTES_PER_ELEMENT : Number.NaN;
				// Each array has bytes of its own: marks that share them would take any amount of memory.
				left -= upToEight(size);
				const from = blobsAt + at;
				if (!(Number.isSafeInteger(at) && at >= 0 && at % 8 === 0 && from + size <= bytes.length && left >= 0)) {
					return damaged("an array lies outside of the file");
				}
				// Not `bytes.slice`: that of Node's Buffer, a Uint8Array too, copies nothing.
				return new TypedArray(Uint8Array.from(bytes.subarray(from, from + size)).buffer);
			}
			case "number":
				return Object.hasOwn(NUMBERS, mark.text) ? NUMBERS[mark.text] : damaged("it holds a number that is none");
			case "undefined":
				return undefined;
			case "object": {
				const { entries } = mark;
				const isEntry = (entry: unknown) => Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string";
				if (!Array.isArray(entries) || !entries.every(isEntry)) return damaged("an object has no entries");
				return Object.fromEntries(entries.map(([k, v]) => [k, unmark(v, depth + 1)]));
			}
			default:
				return damaged("it holds a mark that is none");
		}
	}

	return (value) => unmark(value);
}

/**
 * The data that `packData` made these bytes of, with nothing before it.
 *
 * @throws SavedModelError where they are not such.
 */
export function unpackData(bytes: Uint8Array): unknown {
	const { header, blobsAt } = readHeader(bytes);
	return createUnmark(bytes, blobsAt)(header);
}
