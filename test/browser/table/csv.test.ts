import { expect, it } from "vitest";
import { parseCsv } from "../../../src/table/csv";
import { formatCsv, formatCsvChunks } from "../../../src/table/format-csv";

const HEADER = "age,day,place,amount\n";
const lines = Array.from({ length: 60_000 }, (_, i) => `${i % 90},2021-03-${(i % 18) + 10},"é, ${i % 300}",${i / 4}\n`);

it("a page reads a dropped file, a stream and a string to the same table", async () => {
	const text = HEADER + lines.slice(0, 10_000).join("");
	const whole = await parseCsv(text);
	expect(whole.columns.map((c) => c.kind)).toEqual(["integer", "datetime", "category", "number"]);
	const file = new File([text], "visits.csv", { type: "text/csv" });
	for (const source of [file, file.stream()]) {
		expect(formatCsv(await parseCsv(source)) === formatCsv(whole)).toBe(true);
	}
	expect(await new Blob([...formatCsvChunks(whole)]).text()).toBe(formatCsv(whole));
});

it("a page goes on painting while it reads", async () => {
	let frames = 0;
	let reading = true;
	const paint = () => {
		frames++;
		if (reading) requestAnimationFrame(paint);
	};
	requestAnimationFrame(paint);
	const started = performance.now();
	await parseCsv(new Blob([HEADER, ...lines, ...lines, ...lines]));
	const seconds = (performance.now() - started) / 1000;
	reading = false;
	// A page that stalled would have painted once or twice; five frames a second leaves room for a busy machine.
	expect(frames).toBeGreaterThan(Math.max(2, 5 * seconds));
});
