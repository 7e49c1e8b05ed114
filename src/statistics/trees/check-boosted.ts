import { ensure, list, numbers, record, whole } from "../../saved-data";
import type { Boosted } from "./boost";

const MOST_OUTPUTS = 1000;

/** Refuses what is no boosted model: in what passes every way down a tree ends. Throws `SavedModelError`. */
export function checkBoosted(value: unknown, at: string): void {
	record({ bins: list(() => {}), outputs: whole(1, MOST_OUTPUTS), trees: list(record({})) })(value, at);
	const { bins, outputs, base, trees } = value as Boosted;
	numbers(Float64Array, { length: outputs })(base, `${at}.base`);
	for (const [t, { feature, left, right, bins: sides, value: leaf }] of trees.entries()) {
		const here = `${at}.trees[${t}]`;
		numbers(Int32Array, { min: -1, max: bins.length - 1 })(feature, `${here}.feature`);
		const length = feature.length;
		numbers(Int32Array, { length })(left, `${here}.left`);
		numbers(Int32Array, { length })(right, `${here}.right`);
		numbers(Float64Array, { length })(leaf, `${here}.value`);
		list(() => {}, length, length)(sides, `${here}.bins`);
		ensure(length > 0, feature, `${here}.feature`, "at least one node");
		for (let node = 0; node < length; node++) {
			if (feature[node]! < 0) continue;
			whole(node + 1, length - 1)(left[node], `${here}.left[${node}]`);
			whole(node + 1, length - 1)(right[node], `${here}.right[${node}]`);
			ensure(sides[node] instanceof Uint8Array, sides[node], `${here}.bins[${node}]`, "the bins that go left");
		}
	}
}
