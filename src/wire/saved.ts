/**
 * Saved models as bytes: plain data in, one Uint8Array out, and back.
 *
 *   bytes 0…7    "STANDIN\0"
 *   bytes 8…11   version of this layout, uint32, little endian like all that follows
 *   bytes 12…15  CRC-32 of everything after this word (ISO 3309)
 *   bytes 16…    the model as `packed.ts` writes data
 */
import { SavedModelError } from "../errors";
import { createUnmark, damaged, packData, readHeader } from "./packed";

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
/** Bytes before the packed data. */
const PREFIX_BYTES = 16;

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

/** Bytes of a saved model. Throws `SavedModelError` where `saved` holds a function, a class or the like. */
export function packModel({ generator, version, saved, stages }: SavedModel): Uint8Array {
	const bytes = packData({ generator, version, saved, ...(stages && { stages }) }, PREFIX_BYTES);
	const view = new DataView(bytes.buffer);
	bytes.set(MAGIC);
	view.setUint32(8, SAVED_VERSION, true);
	view.setUint32(12, crc32(bytes.subarray(16)), true);
	return bytes;
}

/** The model in `bytes`. Throws `SavedModelError` for anything that `packModel` did not write, whole and unchanged. */
export function unpackModel(bytes: Uint8Array): SavedModel {
	const { header, blobsAt } = readModel(bytes);
	const unmark = createUnmark(bytes, blobsAt);
	const { generator, saved, stages } = header;
	const version = unmark(header.version) as number;
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
	return readModel(bytes).header.generator;
}

function readModel(bytes: Uint8Array): { header: SavedModel; blobsAt: number } {
	if (!(bytes instanceof Uint8Array)) {
		throw new SavedModelError("A saved model is the Uint8Array that save() gave; this is something else.");
	}
	if (bytes.length < PREFIX_BYTES + 4 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
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
	const { header, blobsAt } = readHeader(bytes, PREFIX_BYTES) as {
		header: Partial<SavedModel> | null;
		blobsAt: number;
	};
	if (typeof header?.generator !== "string") {
		return damaged("its header names no generator");
	}
	return { header: header as SavedModel, blobsAt };
}
