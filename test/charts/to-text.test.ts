import { expect, test } from "vitest";
import { chartRoot, node } from "../../src/charts/node";
import { toText } from "../../src/charts/to-text";

test("a chart is plain data, and what a table holds stays text in its file", () => {
	const chart = chartRoot('a "b" & <c>', 10, 5, "bars", node("text", { x: 1 / 3, y: undefined }, "<script>'"));
	expect(structuredClone(chart)).toEqual(chart);
	expect(toText(chart)).toBe(
		'<svg viewBox="0 0 10 5" class="chart bars" role="img" aria-label="a &quot;b&quot; &amp; &lt;c&gt;">' +
			'<text x="0.33">&lt;script&gt;&#39;</text></svg>',
	);
});
