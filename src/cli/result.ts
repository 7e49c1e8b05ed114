import { STREAM } from "./files";
import { type Terminal, writeTo } from "./terminal";

/**
 * Says how a run went: as a line of JSON where that was asked for, on standard output unless the result itself went there;
 * else in sentences for a person.
 */
export async function sayResult(
	terminal: Terminal,
	output: string,
	result: object,
	inSentences: () => void,
): Promise<void> {
	if (!terminal.json) return inSentences();
	const stream = output === STREAM ? terminal.stderr : terminal.stdout;
	await writeTo(stream, `${JSON.stringify(result)}\n`);
}
