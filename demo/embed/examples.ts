/** An example of "Embed": its files lie in `examples/`, and are both what is shown and what runs. */
export interface Example {
	/** Name of its files. */
	readonly name: string;
	readonly title: string;
	readonly says: string;
}

export const EXAMPLES: readonly Example[] = [
	{
		name: "tag",
		title: "One tag",
		says: "The whole way: choose a table, see what is personal in it, create the synthetic one, read the report, download.",
	},
	{
		name: "form",
		title: "A field of a form",
		says: "The synthetic file is the field’s value and its report a second file. The form cannot be sent before both are there.",
	},
	{
		name: "field",
		title: "Protect a file field that you have",
		says: "A file chosen here is taken out of the form at once. Only its synthetic version can go. Written disabled, the field stays shut where the script never runs.",
	},
	{
		name: "hand-on",
		title: "Hand the file to your own code",
		says: "A button beside the result gives file and report to the page, once the table may leave.",
	},
	{
		name: "look",
		title: "Your colours, your language",
		says: "CSS variables and parts; German and English are there, others are added by registerMessages.",
	},
	{
		name: "code",
		title: "Without the element",
		says: "One call from a file to a synthetic table and its report.",
	},
	{
		name: "causal",
		title: "A causal model",
		says: "Rows of a model of your own, under an intervention: what an average effect really is.",
	},
];

const texts = import.meta.glob<string>("./examples/*", { query: "?raw", import: "default" });
const scripts = import.meta.glob("./examples/*.js");

/** The parts of an example as text; its style only where it has one. */
export async function partsOf({ name }: Example): Promise<{ html: string; js: string; css: string | undefined }> {
	const read = async (ending: string) => (await texts[`./examples/${name}.${ending}`]?.())?.trim();
	const [html = "", js = "", css] = await Promise.all([read("html"), read("js"), read("css")]);
	return { html, js, css };
}

/** What one copies: markup, style and script as a page holds them. */
export function snippetOf({ html, js, css }: Awaited<ReturnType<typeof partsOf>>): string {
	const indented = (text: string) => text.replaceAll(/^(?=.)/gm, "\t");
	return [html, css && `<style>\n${indented(css)}\n</style>`, `<script type="module">\n${indented(js)}\n</script>`]
		.filter(Boolean)
		.join("\n");
}

/** Runs the script of an example, whose markup must be in the document. */
export async function run({ name }: Example): Promise<void> {
	await scripts[`./examples/${name}.js`]?.();
}
