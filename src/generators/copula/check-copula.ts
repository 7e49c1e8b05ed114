import { encoderCheck } from "../../encode/check-encoder";
import { ensure, list, numbers, record, whole } from "../../saved-data";
import type { CopulaSaved } from "./model";

/** Refuses what is no saved copula. Throws `SavedModelError`. */
export function checkCopula(value: unknown): CopulaSaved {
	record({ encoder: encoderCheck, copula: record({}) })(value, "saved");
	const { encoder, copula } = value as CopulaSaved;
	const used = encoder.columns.flatMap(({ number, code }, column) => (number >= 0 || code >= 0 ? [column] : []));
	const d = used.length;
	list(record({}), d, d)(copula.columns, "saved.copula.columns");
	for (const [j, { column, number, code, order, ends }] of copula.columns.entries()) {
		const here = `saved.copula.columns[${j}]`;
		ensure(column === used[j], column, `${here}.column`, String(used[j]));
		const own = encoder.columns[used[j]!]!;
		whole(own.number, own.number)(number, `${here}.number`);
		whole(own.code, own.code)(code, `${here}.code`);
		const states = code < 0 ? 1 : encoder.levels[code]!;
		numbers(Int32Array, { min: 0, max: states - 1 })(order, `${here}.order`);
		// A state that no row has may be absent.
		const fits = new Set(order).size === order.length && order.length >= Math.max(1, states - 1);
		ensure(fits, order, `${here}.order`, "each state once");
		numbers(Float64Array, { length: order.length + 1, min: 0, max: 1, rising: true })(ends, `${here}.ends`);
		ensure(ends[0] === 0 && ends[order.length] === 1, ends, `${here}.ends`, "shares from 0 to 1");
	}
	numbers(Float64Array, { length: d * d, min: -1 - 1e-9, max: 1 + 1e-9 })(
		copula.correlation,
		"saved.copula.correlation",
	);
	return value as CopulaSaved;
}
