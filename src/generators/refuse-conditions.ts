import { OptionError } from "../errors";
import type { SampleRequest } from "./generator";

/**
 * Refuses a request for rows that meet conditions, for a generator that cannot obey them.
 *
 * @param why The rest of the sentence: the reason, and what to take instead.
 * @throws OptionError where `given` or `complete` asks for anything.
 */
export function refuseConditions(generator: string, why: string, { given, complete }: SampleRequest): void {
	if (!complete && Object.keys(given ?? {}).length === 0) return;
	const option = complete ? "complete" : "given";
	throw new OptionError(`${generator} cannot obey ${option}: ${why}`, { option });
}
