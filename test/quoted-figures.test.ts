import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** Figures that are promises and not measurements: tests hold them. */
const PROMISES = ["200 ms"];

/** A number in a unit that benches measure in. */
const MEASURED =
	/(?<![\w.,])(\d[\d,]*(?:\.\d+)?)\s?(ms|s|seconds?|minutes?|hours?|MB|GB|GFLOP\/s|rows\/s|rows a second|%|×|times)(?![\w/])/g;
/** A number with digits behind the point, as tables hold them. */
const DECIMAL = /(?<![\w.,])(\d+\.\d+)(?![\w.])/g;

/** Every number that a result file holds, however deep. */
function numbersIn(value: unknown): number[] {
	if (typeof value === "number") return [value];
	return value && typeof value === "object" ? Object.values(value).flatMap(numbersIn) : [];
}

/** Whether one of the numbers is what `quoted` rounds, "1,234" or "0.5". */
function holds(numbers: readonly number[], quoted: string): boolean {
	const plain = quoted.replaceAll(",", "");
	const digits = plain.split(".")[1]?.length ?? 0;
	return numbers.some((number) => number.toFixed(digits) === plain);
}

/**
 * The figures of a text that no bench gave: those in measured units of a section that names no `bench/results/NAME`, and
 * those of a section that names some which none of these holds. Code is passed over.
 */
function unfounded(text: string, resultsOf: (name: string) => readonly number[]): string[] {
	const sections = text.replace(/```[\s\S]*?```/g, "").split(/^(?=#+ )/m);
	return sections.flatMap((section) => {
		const prose = section.replace(/`[^`]*`/g, "");
		const names = [...section.matchAll(/bench\/results\/([\w-]+)\.(?:md|json)/g)].map(([, name]) => name!);
		const numbers = names.flatMap(resultsOf);
		const found = [...(names.length ? prose.matchAll(DECIMAL) : []), ...prose.matchAll(MEASURED)];
		const figures = new Map(found.map((match) => [match.index, match]));
		return [...figures.values()]
			.filter(([whole]) => !PROMISES.includes(whole))
			.filter(([, quoted]) => !holds(numbers, quoted!))
			.map(([whole]) => whole);
	});
}

const resultsOf = (name: string) => {
	const file = `bench/results/${name}.json`;
	return existsSync(join(ROOT, file)) ? numbersIn(JSON.parse(read(file)).sections) : [];
};

test("the README quotes no figure that the results of a bench do not hold", () => {
	expect(unfounded(read("README.md"), resultsOf)).toEqual([]);
});

test("nor do the generators' papers, where they name the results of a bench", () => {
	const papers = readdirSync(join(ROOT, "src/generators"))
		.map((name) => `src/generators/${name}/README.md`)
		.filter((path) => existsSync(join(ROOT, path)));
	expect(papers.length).toBeGreaterThan(2);
	for (const path of papers) {
		const cited = read(path)
			.split(/^(?=#+ )/m)
			.filter((section) => section.includes("bench/results/"));
		expect(unfounded(cited.join("\n"), resultsOf), path).toEqual([]);
	}
});

test("a figure is found out where it is rounded wrongly, taken from another bench, or has none", () => {
	const results: Record<string, number[]> = { adult: [24.26, 1234.4], steps: [14.87] };
	const check = (text: string) => unfounded(text, (name) => results[name] ?? []);
	const source = "see [the results](bench/results/adult.md)";
	expect(check(`Adult takes 24.3 s and 1,234 MB, ${source}.`)).toEqual([]);
	expect(check(`Adult takes 24.2 s, ${source}.`)).toEqual(["24.2 s"]);
	expect(check(`It is 14.9 times as fast, ${source}.`)).toEqual(["14.9 times"]);
	expect(check("Adult takes 24.3 s.")).toEqual(["24.3 s"]);
	expect(check(`| adult | 24.3 | 99.5 |\n\n${source}`)).toEqual(["99.5"]);
	expect(check("It stops within 200 ms; `sleep 30 s`; version 1.2; 10,000 rows.")).toEqual([]);
});
