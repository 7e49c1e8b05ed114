import { isNumeric, type Table } from "./table";

/** Bytes, and levels, that are hashed at once: what is copied to be hashed takes a few milliseconds. */
const PIECE_BYTES = 1 << 22;
const PIECE_LEVELS = 10_000;

/**
 * What of a table decides what is learned from it (its cells with their kinds, and whose each row is) as 64 hexadecimal
 * digits: SHA-256 of the SHA-256 of its pieces. How it was written in a file does not matter.
 */
export async function tableDigest({ rows, columns, subjects, conditions }: Table): Promise<string> {
	const digests: Uint8Array[] = [];
	const add = async (piece: Uint8Array<ArrayBuffer>) => {
		digests.push(new Uint8Array(await crypto.subtle.digest("SHA-256", piece)));
	};
	const addText = (said: unknown) => add(new TextEncoder().encode(JSON.stringify(said)));
	const addNumbers = async ({ buffer, byteOffset, byteLength }: Float64Array | Int32Array) => {
		for (let at = 0; at < byteLength; at += PIECE_BYTES) {
			const length = Math.min(PIECE_BYTES, byteLength - at);
			await add(new Uint8Array(buffer as ArrayBuffer, byteOffset + at, length));
		}
	};
	await addText([rows, columns.length, conditions ?? [], subjects !== undefined]);
	for (const column of columns) {
		const { name, kind } = column;
		if (isNumeric(column)) {
			const { decimals, format, notation, words } = column;
			await addText([name, kind, { decimals, format, notation, words }]);
			await addNumbers(column.values);
			continue;
		}
		const { levels } = column;
		await addText([name, kind, levels.length]);
		for (let at = 0; at < levels.length; at += PIECE_LEVELS) await addText(levels.slice(at, at + PIECE_LEVELS));
		await addNumbers(column.codes);
	}
	if (subjects) await addNumbers(subjects);
	const all = new Uint8Array(32 * digests.length);
	for (const [i, digest] of digests.entries()) all.set(digest, 32 * i);
	const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
	return [...whole].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
