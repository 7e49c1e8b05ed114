/**
 * Saved models as bytes: plain data in, one Uint8Array out, and back.
 *
 *   bytes 0…7    "STANDIN\0"
 *   bytes 8…11   version of this layout, uint32, little endian like all that follows
 *   bytes 12…15  CRC-32 of everything after this word (ISO 3309)
 *   bytes 16…19  length of the header in bytes
 *   header       UTF-8 JSON; typed arrays and unusual numbers stand in it as `{"$": …}`
 *   blobs        the typed arrays' bytes, each starting at a multiple of 8
 */
import { SavedModelError } from "../errors";

/** What a saved model is made of. `saved` is the generator's own plain data. */
export interface SavedModel {
	/** Name of the generator that can load it. */
	generator: string;
	saved: unknown;
	/** Version of `saved`, as the generator counts. */
	version: number;
	/** The stages around it, in the order they were fitted, each with its own plain data. */
	stages?: readonly { readonly name: string; readonly saved: unknown }[];
}

/** Version written; older ones are read, newer ones refused. */
export const SAVED_VERSION = 1;

const MAGIC = [0x53, 0x54, 0x41, 0x4e, 0x44, 0x49, 0x4e, 0x00];
const PREFIX_BYTES = 20;

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

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
	let c = n;
	for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
	return c;
});

function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
	return ~crc >>> 0;
}

const upToEight = (n: number) => Math.ceil(n / 8) * 8;

function isTypedArray(value: object): value is TypedArray {
	return ArrayBuffer.isView(value) && value.constructor.name in ARRAYS;
}

function isPlain(value: object): boolean {
	const prototype = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

/** Bytes of a saved model. Throws `SavedModelError` where `saved` holds a function, a class or the like. */
export function packModel({ generator, version, saved, stages }: SavedModel): Uint8Array {
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
				const entries = Object.entries(value).map(([k, v]): [string, unknown] => [k, mark(v, `${path}.${k}`)]);
				// A key of the user's own (a column may be called anything) must not read as a mark or a prototype.
				if (entries.some(([k]) => k === "$" || k === "__proto__")) return { $: "object", entries } satisfies Marked;
				return Object.fromEntries(entries);
			}
		}
		throw new SavedModelError(`A model must be plain data to be saved, and ${path} is not.`, { path });
	}

	const marked = { generator, version, saved: mark(saved, "saved"), ...(stages && { stages: mark(stages, "stages") }) };
	const header = new TextEncoder().encode(JSON.stringify(marked));
	const blobsAt = upToEight(PREFIX_BYTES + header.length);
	const bytes = new Uint8Array(blobsAt + blobBytes);
	const view = new DataView(bytes.buffer);
	bytes.set(MAGIC);
	view.setUint32(8, SAVED_VERSION, true);
	view.setUint32(16, header.length, true);
	bytes.set(header, PREFIX_BYTES);
	let at = blobsAt;
	for (const blob of blobs) {
		bytes.set(new Uint8Array(blob.buffer, blob.byteOffset, blob.byteLength), at);
		at += upToEight(blob.byteLength);
	}
	view.setUint32(12, crc32(bytes.subarray(16)), true);
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

function damaged(why: string): never {
	throw new SavedModelError(
		`The saved model is damaged or was not written by Standin: ${why}. Take the file as save() gave it.`,
	);
}

/** The model in `bytes`. Throws `SavedModelError` for anything that `packModel` did not write, whole and unchanged. */
export function unpackModel(bytes: Uint8Array): SavedModel {
	const { header, blobsAt } = readHeader(bytes);
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

	const { generator, version, saved, stages } = header;
	const model = { generator, version, saved: unmark(saved) };
	if (stages === undefined) return model;
	const around = unmark(stages);
	const isStage = (one: unknown) => typeof (one as { name?: unknown } | null)?.name === "string";
	if (!Array.isArray(around) || around.length > MOST_STAGES || !around.every(isStage)) {
		return damaged("what stands around its generator has no names");
	}
	return { ...model, stages: around };
}

const MOST_STAGES = 64;

/** What is raised for a model of a generator that there is not. */
export function unknownGenerator(name: string): SavedModelError {
	const shown = JSON.stringify(name.slice(0, 60));
	return new SavedModelError(
		`This model was saved by the generator ${shown}, which this build does not have. Load it with the build that saved it.`,
		{ generator: name },
	);
}

/** Name of the generator that wrote `bytes`, after the same checks as `unpackModel`. */
export function savedGenerator(bytes: Uint8Array): string {
	return readHeader(bytes).header.generator;
}

function readHeader(bytes: Uint8Array): { header: SavedModel; blobsAt: number } {
	if (!(bytes instanceof Uint8Array)) {
		throw new SavedModelError("A saved model is the Uint8Array that save() gave; this is something else.");
	}
	if (bytes.length < PREFIX_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) {
		throw new SavedModelError(
			`These ${bytes.length} bytes are not a saved model; take the whole file that save() gave.`,
			{ bytes: bytes.length },
		);
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const version = view.getUint32(8, true);
	if (version > SAVED_VERSION) {
		throw new SavedModelError(
			`This model was saved in layout ${version}, and this build reads up to ${SAVED_VERSION}; update the package.`,
			{ version, reads: SAVED_VERSION },
		);
	}
	if (version < 1 || view.getUint32(12, true) !== crc32(bytes.subarray(16))) {
		throw new SavedModelError(
			"The saved model is cut off or damaged: its checksum does not fit. Take the whole file that save() gave.",
			{ bytes: bytes.length },
		);
	}
	const length = view.getUint32(16, true);
	const blobsAt = upToEight(PREFIX_BYTES + length);
	if (blobsAt > bytes.length) return damaged("its header is longer than the file");
	let header: Partial<SavedModel> | null;
	try {
		header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length)));
	} catch {
		return damaged("its header cannot be read");
	}
	if (typeof header?.generator !== "string") {
		return damaged("its header names no generator");
	}
	return { header: header as SavedModel, blobsAt };
}
