import type { Tried } from "../wild-tables";

/** Something that goes wrong behind three signs: blind changes meet them once in some millions. */
export function guarded(bytes: Uint8Array): Tried {
	let kind: Tried["kind"] = "answered";
	if (bytes[0] === 0x63) {
		if (bytes[1] === 0x61) {
			if (bytes[2] === 0x62) kind = "raw error";
		}
	}
	return { kind, detail: "behind three signs", seconds: 0 };
}
