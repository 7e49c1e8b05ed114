/** A bench's results on disk: `bench/results/NAME.json` and the same as Markdown. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import type { Cell, Row } from "./bench";

/** Where a row was measured; in the JSON alone. */
const HIDDEN = ["measured", "load"];

interface Section {
	note?: string;
	rows: Row[];
}

export interface Results {
	bench: string;
	/** Of the last run that wrote here. */
	machine: Readonly<Record<string, Cell>>;
	sections: Record<string, Section>;
}

/** Four significant digits, or every digit in front of the point. */
export function formatCell(cell: Cell | undefined): string {
	if (cell === null || cell === undefined) return "–";
	if (typeof cell !== "number" || Number.isInteger(cell)) return String(cell);
	return Math.abs(cell) >= 1000 ? cell.toFixed(0) : String(Number(cell.toPrecision(3)));
}

function columnsOf(rows: readonly Row[]): string[] {
	return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !HIDDEN.includes(name));
}

function formatMarkdown({ bench, machine, sections }: Results): string {
	const about = Object.entries(machine).map(([name, value]) => `${name} ${formatCell(value)}`);
	const parts = Object.entries(sections).map(([title, { note, rows }]) => {
		const columns = columnsOf(rows);
		const lines = rows.map((row) => `| ${columns.map((name) => formatCell(row[name])).join(" | ")} |`);
		const table = [`| ${columns.join(" | ")} |`, `|${"---|".repeat(columns.length)}`, ...lines].join("\n");
		return `## ${title}\n\n${note ? `${note}\n\n` : ""}${table}\n`;
	});
	return `# ${bench}\n\n\`npm run bench -- ${bench}\`. ${about.join(", ")}.\n\n${parts.join("\n")}`;
}

/** Prints every section as a table. */
export function printResults({ sections }: Results): void {
	for (const [title, { note, rows }] of Object.entries(sections)) {
		const columns = columnsOf(rows);
		const cells = [columns, ...rows.map((row) => columns.map((name) => formatCell(row[name])))];
		const widths = columns.map((_, c) => Math.max(...cells.map((line) => line[c]!.length)));
		console.log(`\n${title}${note ? `\n${note}` : ""}`);
		for (const line of cells) console.log(line.map((cell, c) => cell.padStart(widths[c]!)).join("  "));
	}
}

/** The results of a bench, kept on disk from row to row: a long run that breaks off leaves what it had. */
export function openResults(folder: string, bench: string, machine: Results["machine"]) {
	const file = `${folder}/${bench}`;
	const kept = (): Results["sections"] =>
		existsSync(`${file}.json`) ? JSON.parse(readFileSync(`${file}.json`, "utf8")).sections : {};
	const results: Results = { bench, machine, sections: kept() };
	const touched = new Set<string>();
	const section = (title: string, keep: boolean) => {
		if (!keep && !touched.has(title)) delete results.sections[title];
		touched.add(title);
		results.sections[title] ??= { rows: [] };
		return results.sections[title];
	};
	const write = () => {
		mkdirSync(folder, { recursive: true });
		writeFileSync(`${file}.json`, `${JSON.stringify(results, null, "\t")}\n`);
		writeFileSync(`${file}.md`, formatMarkdown(results));
	};
	return {
		results,
		rows: (title: string): readonly Row[] => kept()[title]?.rows ?? [],
		note(title: string, text: string) {
			results.sections = kept();
			section(title, true).note = text;
			write();
		},
		record(title: string, row: Row, key?: readonly string[]) {
			// Read anew: another run of the bench, on another table, may have written meanwhile.
			results.sections = kept();
			const into = section(title, key !== undefined || touched.has(title));
			const whole: Row = { ...row, measured: new Date().toISOString(), load: Number(loadavg()[0]!.toFixed(1)) };
			const at = key ? into.rows.findIndex((old) => key.every((name) => old[name] === row[name])) : -1;
			if (at >= 0) into.rows[at] = whole;
			else into.rows.push(whole);
			write();
		},
	};
}
