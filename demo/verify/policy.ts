/** One directive of the page's Content-Security-Policy, with what it means for a table. */
export interface Directive {
	readonly name: string;
	readonly sources: string;
	readonly means: string;
}

const MEANS: Readonly<Record<string, string>> = {
	"default-src": "Whatever is not named below is forbidden.",
	"script-src": "Code comes from this site alone; text is never run as code. WebAssembly is allowed, for speed.",
	"worker-src": "Workers, which compute, start from files of this site alone.",
	"style-src": "Styles come from this site alone.",
	"img-src": "Pictures come from this site alone: none can carry data elsewhere in its address.",
	"connect-src": "Requests of scripts go to this site alone, where the page’s own files come from.",
	"manifest-src": "The description used for installing comes from this site.",
	"base-uri": "No address on the page can be turned to another site.",
	"form-action": "No form on the page can be sent.",
};

/** The policy that the page states, read from the page itself. */
export function policy(): readonly Directive[] {
	const stated = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')?.content ?? "";
	return stated
		.split(";")
		.map((part) => part.trim().split(/\s+/))
		.filter(([name]) => name)
		.map(([name = "", ...sources]) => ({ name, sources: sources.join(" "), means: MEANS[name] ?? "" }));
}
