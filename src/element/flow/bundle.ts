import { createBreath } from "./slices";

/** Files in one zip, by their name, written piece by piece; the writer is fetched when the first one is asked for. */
export async function zipFiles(files: Readonly<Record<string, Blob>>): Promise<Blob> {
	const { Zip, ZipDeflate } = await import("fflate");
	const breathe = createBreath();
	const pieces: Blob[] = [];
	const zip = new Zip((error, piece) => {
		if (error) throw error;
		pieces.push(new Blob([piece.slice()]));
	});
	for (const [name, content] of Object.entries(files)) {
		const entry = new ZipDeflate(name, { level: 6 });
		zip.add(entry);
		const bytes = new Uint8Array(await content.arrayBuffer());
		for (let at = 0; at < bytes.length; at += 65_536) {
			entry.push(bytes.subarray(at, at + 65_536));
			await breathe();
		}
		entry.push(new Uint8Array(0), true);
	}
	zip.end();
	return new Blob(pieces, { type: "application/zip" });
}
