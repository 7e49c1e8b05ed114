import { expect, test } from "vitest";
import { generatorMetas, type Options, optionText, priorMetas } from "../src/index";
import { describeAccepted } from "../src/options/check";

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function table(options: Options): string {
	const lines = Object.entries(options).map(
		([name, option]) =>
			`| \`${name}\` | ${cell(describeAccepted(option))} | \`${cell(optionText(option.default)) || '""'}\` | ${cell(option.help)} |`,
	);
	return ["| option | what it may be | default | what it does |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

interface Described {
	readonly label: string;
	readonly summary: string;
	readonly paper?: string | undefined;
	readonly options: Options;
}

function section(name: string, { label, summary, paper, options }: Described) {
	return [`### \`${name}\``, `${label}. ${summary}`, ...(paper ? [`After: ${paper}`] : []), table(options)].join(
		"\n\n",
	);
}

test("docs/options.md says what the metas say; write it anew with npx vitest run test/options-page.test.ts -u", async () => {
	const sections = (metas: object) => Object.entries(metas).map(([name, meta]) => section(name, meta));
	const page = [
		"# Options",
		"Made of `generatorMetas` and `priorMetas`, where programs find the same as data. An option that is left out, or `undefined`, takes its default; one that does not exist or cannot be used is refused with an `OptionError`.",
		"## Generators",
		...sections(generatorMetas),
		"## Priors",
		...sections(priorMetas),
	];
	await expect(`${page.join("\n\n")}\n`).toMatchFileSnapshot("../docs/options.md");
});

test("every generator has a name, says what it is in a few sentences, and names its paper where it follows one", () => {
	const labels = Object.values(generatorMetas).map(({ label }) => label);
	expect(new Set(labels).size).toBe(labels.length);
	for (const [name, { summary, paper }] of Object.entries(generatorMetas)) {
		expect(summary, name).toMatch(/^[A-Z].{40,240}\.$/);
		if (name === "independent") expect(paper).toBeUndefined();
		// Authors, a title, a venue and the year.
		else expect(paper, name).toMatch(/^[A-Z].+, .{8,}, .+ (?:19|20)\d\d\.$/);
	}
});
