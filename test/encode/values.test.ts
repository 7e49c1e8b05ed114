import { expect, test } from "vitest";
import { valuesAlone } from "../../src/encode/quantile";

test("a column of which noise leaves single values only is one of values alone", () => {
	const counts = Float64Array.of(0, 143);
	const codec = { type: "quantile", step: 0, missing: false, counts, atoms: Float64Array.of(7) } as const;
	const none = new Float64Array(0);
	expect(valuesAlone({ ...codec, x: none, z: none } as never)).toEqual({
		type: "values",
		values: Float64Array.of(7),
		missing: false,
		counts: Float64Array.of(143),
	});
});
