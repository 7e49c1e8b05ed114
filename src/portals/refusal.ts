import { PortalError } from "../errors";

/** Why a portal did not do what it was asked: `details.reason` of a `PortalError`. */
export type PortalReason =
	| "token"
	| "not-found"
	| "conflict"
	| "quota"
	| "too-large"
	| "rate"
	| "refused"
	| "server"
	| "connection"
	| "no-answer"
	| "answer"
	| "link"
	| "public";

/** An answer that is not the one hoped for. */
export interface Refusal {
	readonly host: string;
	readonly status: number;
	/** The portal's own words. */
	readonly said: string;
	/** Name of the file, where one was being sent. */
	readonly file?: string | undefined;
	/** Seconds until the portal takes requests again. */
	readonly retryAfter?: number | undefined;
	/** What lies behind it, where the adapter knows better than the status. */
	readonly reason?: PortalReason;
}

function reasonOf({ status, said }: Refusal): PortalReason {
	if (/quota|no space left|disk.* full/i.test(said) || status === 507) return "quota";
	if (status === 413 || /too large|(exceeds|exceeded).*(size|limit)|(size|limit).*exceeded/i.test(said))
		return "too-large";
	if (status === 401 || status === 403) return "token";
	if (status === 404) return "not-found";
	if (status === 409) return "conflict";
	if (status === 429) return "rate";
	return status >= 500 ? "server" : "refused";
}

function remedy(reason: PortalReason, { status, file, retryAfter }: Refusal): string {
	switch (reason) {
		case "token":
			return status === 401
				? "The token is not accepted: copy it again, or make a new one in your account there."
				: "The token is not accepted, or its account may not do this: copy it again, make a new one, or ask for the right to add files there.";
		case "not-found":
			return "What was asked for is not there, or the token's account may not see it: check the address and choose another dataset.";
		case "conflict":
			return "It conflicts with what is there already, often the same name, or somebody else is changing it: choose another name or dataset, or try again in a minute.";
		case "quota":
			return "There is no space left for the file: remove files there, ask for more space, or make a table with fewer rows.";
		case "too-large":
			return `${file ? `"${file}"` : "The file"} is larger than the portal takes: make a table with fewer rows, or ask its administrator to raise the limit.`;
		case "rate":
			return `Too many requests: try again ${retryAfter ? `in ${retryAfter} seconds` : "in a few minutes"}.`;
		case "server":
			return "The portal itself failed: try again later, and tell its administrator if it stays so.";
		default:
			return "The portal did not accept what was sent: read its words, change that and try again.";
	}
}

/** The error for an answer that refuses. */
export function refused(refusal: Refusal): PortalError {
	const { host, status, said } = refusal;
	const reason = refusal.reason ?? reasonOf(refusal);
	const quoted = said ? `: "${said}"` : "";
	return new PortalError(`${host} answered ${status}${quoted}. ${remedy(reason, refusal)}`, {
		host,
		status,
		reason,
		...(refusal.file !== undefined && { file: refusal.file }),
	});
}

/** The error for a request that nobody answered. A page cannot see why; the reasons are listed. */
export function unanswered(host: string, corsHint: string, cause: unknown): PortalError {
	const origin = globalThis.location?.origin;
	const page = origin ? `pages of ${origin}` : "pages like this one";
	return new PortalError(
		`No answer from ${host} that this page may read. Either the network is down, or the address redirects, or the portal does not accept requests from ${page}. ${corsHint}`,
		{ host, status: null, reason: "no-answer" },
		cause,
	);
}

/** The error for a connection that ended while a file was on its way. */
export function lost(host: string, file: File, sent: number): PortalError {
	const share = file.size > 0 ? Math.round((100 * Math.min(sent, file.size)) / file.size) : 0;
	return new PortalError(
		`The connection to ${host} was lost when ${share} % of "${file.name}" had been sent. Check the network and try again; if it ends at the same point again, the file may be larger than the portal takes.`,
		{ host, status: null, reason: "connection", file: file.name, sent, total: file.size },
	);
}

/** The error for an answer that is not what this portal's interface promises. */
export function unexpected(host: string, label: string, what: string, status: number): PortalError {
	return new PortalError(
		`${host} answered ${status}, but ${what}. Check that the address is that of a ${label} site, without a path to a page.`,
		{ host, status, reason: "answer" },
	);
}
