import { OptionError, PortalError } from "../errors";

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether a token may travel there unread by others on the way. */
const secure = (url: URL) => url.protocol === "https:" || (url.protocol === "http:" && LOCAL.test(url.host));

/** Checks a portal's address against the allowed hosts. Throws `OptionError`. */
export function checkAddress(given: unknown, hosts: unknown): URL {
	if (!Array.isArray(hosts) || hosts.length === 0 || !hosts.every((host) => typeof host === "string" && host)) {
		throw new OptionError('hosts lists the portals this page may speak to, e.g. ["data.example.org"].', {
			option: "hosts",
			value: hosts,
		});
	}
	let url: URL;
	try {
		url = new URL(String(given));
	} catch {
		throw new OptionError(`url is ${JSON.stringify(given)}; it must be an address like "https://data.example.org".`, {
			option: "url",
			value: given,
		});
	}
	const details = { option: "url", value: url.href };
	if (!secure(url)) {
		throw new OptionError(`url is ${url.origin}; a token is sent by https only, so that nobody reads it.`, details);
	}
	if (url.username || url.password) {
		throw new OptionError(`url holds a name or password; give the token as token instead.`, { option: "url" });
	}
	if (!hosts.includes(url.host)) {
		throw new OptionError(
			`url is ${url.origin}, which is not one of the allowed hosts: ${hosts.join(", ")}. Add it to hosts if it should be.`,
			details,
		);
	}
	return url;
}

/** Checks a link that a portal gave. Throws `PortalError` where it leads past the allowed hosts. */
export function checkLink(link: unknown, base: URL, hosts: readonly string[]): URL {
	const url = new URL(String(link), base);
	if (secure(url) && hosts.includes(url.host)) return url;
	throw new PortalError(
		`${base.host} asks to continue at ${url.origin}, which is not one of the allowed hosts: ${hosts.join(", ")}. Nothing was sent there. Add it to hosts if it belongs to the portal.`,
		{ host: base.host, status: null, reason: "link", link: url.origin },
	);
}
