import { type Encoder, encode } from "../../encode/encoder";
import { isMissing, knownColumns } from "../../encode/known-cells";
import { normalCdf, normalQuantile } from "../../statistics/quantile/normal";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { inside, intervalOf, type LatentColumn } from "./latent";
import type { Limit } from "./truncated";

/**
 * What the known cells of a table to complete say of a row's latent normals: numbers their value, states their
 * interval; a missing cell that it is not to be missing again.
 */
export function knownLimits(
	encoder: Encoder,
	columns: readonly LatentColumn[],
	table: Table,
	run: Run,
): (row: number) => (Limit | undefined)[] {
	const { rows } = table;
	const whole = knownColumns(encoder, table);
	const matrix = encode(encoder, { rows, columns: whole }, run.random.stream("complete"));
	const present = columns.map((latent): Limit | undefined => {
		const { codec } = encoder.columns[latent.column]!;
		if (!("missing" in codec) || !codec.missing || codec.counts.length < 2) return undefined;
		const intervals = Array.from(latent.order)
			.filter((code) => code !== codec.counts.length - 1)
			.map((code) => intervalOf(latent, code));
		return { intervals };
	});
	return (row) =>
		columns.map((latent, j): Limit | undefined => {
			const column = whole[latent.column]!;
			if (isMissing(column, row)) return present[j];
			const code = latent.code < 0 ? 0 : matrix.codes[latent.code]![row]!;
			const [from, to] = intervalOf(latent, code);
			if (latent.number < 0 || code !== 0) return { intervals: [[from, to]] };
			const share = normalCdf(matrix.numbers[latent.number]![row]!);
			return { z: normalQuantile(inside(from + (to - from) * share)) };
		});
}
