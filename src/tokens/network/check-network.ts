import { encoderCheck } from "../../encode/check-encoder";
import { ensure, list, numbers, record, whole } from "../../saved-data";
import { tokensCheck } from "../check-tokens";
import type { NetworkSaved } from "./model";

/** Refuses what is no saved network. Throws `SavedModelError`. */
export function checkNetwork(value: unknown, at = "saved"): NetworkSaved {
	record({ encoder: encoderCheck })(value, at);
	const { encoder, tokens, network } = value as NetworkSaved;
	tokensCheck(encoder)(tokens, `${at}.tokens`);
	list(record({ variable: whole(0, tokens.length - 1) }), tokens.length, tokens.length)(network, `${at}.network`);
	const known = new Set<number>();
	for (const [i, { variable, parents, weights }] of network.entries()) {
		const here = `${at}.network[${i}]`;
		ensure(!known.has(variable), variable, `${here}.variable`, "another one than before");
		list((parent, place) => ensure(known.has(parent as number), parent, place, "a variable before it"))(
			parents,
			`${here}.parents`,
		);
		ensure(new Set(parents).size === parents.length, parents, `${here}.parents`, "each parent once");
		const length = parents.reduce((cells, parent) => cells * tokens[parent]!.states, tokens[variable]!.states);
		numbers(Float64Array, { length, min: 0 })(weights, `${here}.weights`);
		known.add(variable);
	}
	return value as NetworkSaved;
}
