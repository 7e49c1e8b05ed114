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

function section(name: string, { label, summary, options }: { label: string; summary: string; options: Options }) {
	return `### \`${name}\`\n\n${label}. ${summary}\n\n${table(options)}`;
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
