import { type Detector, directly, percent, shareOf } from "./look";

const EMAIL = /^<?(?:mailto:)?[\p{L}\p{N}._%+'&~-]+\s?@\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*(?:\.\p{L}{2,})?>?$/u;
const EMAIL_WITH_NAME = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+\.[\p{L}\p{N}.-]+/u;
const IP4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:[:/]\d+)?$/;
const IP6 = /^(?=.*::|(?:[^:]*:){7})[\da-f:]{2,39}(?:%\w+)?(?:\/\d+)?$/i;
const MAC = /^(?:[\da-f]{2}[:-]){5}[\da-f]{2}$|^(?:[\da-f]{4}\.){2}[\da-f]{4}$/i;
const URL_TEXT = /^(?:https?:\/\/|www\.)\S+$/i;
const PERSONAL =
	/\/(?:in|u|user|users|profile|people|~|@)[/\w~@]|(?:linkedin|facebook|instagram|twitter|x|github|tiktok)\.com\/./i;
const HANDLE = /^@[\w.]{2,}$/;
const LOGIN = /^[\p{L}\d][\p{L}\d._-]{2,30}$/u;

/** What a share of addresses among other cells must reach for the whole column to be one of addresses. */
const MOST = 0.5;

export const email: Detector = ({ texts }) => {
	const share = shareOf(texts, (text) => EMAIL.test(text) || (text.length < 100 && EMAIL_WITH_NAME.test(text)));
	if (share < MOST) return undefined;
	return directly("email", share, `${percent(share)} of its different values are e-mail addresses.`);
};

export const ip: Detector = ({ texts }) => {
	const share = shareOf(texts, (text) => IP4.test(text) || IP6.test(text));
	return share < 0.8 ? undefined : directly("ip", share, `${percent(share)} of its different values are IP addresses.`);
};

export const mac: Detector = ({ texts }) => {
	const share = shareOf(texts, (text) => MAC.test(text));
	return share < 0.8
		? undefined
		: directly("mac", share, `${percent(share)} of its different values are MAC addresses.`);
};

export const url: Detector = ({ texts, header }) => {
	const share = shareOf(texts, (text) => URL_TEXT.test(text));
	if (share < 0.8) return undefined;
	const personal = shareOf(texts, (text) => PERSONAL.test(text));
	const telling = personal > 0.3 || header.person || texts.length > 20;
	return telling
		? directly("url", share, `${percent(share)} of its different values are web addresses, which may lead to a person.`)
		: undefined;
};

export const handle: Detector = ({ texts, header }) => {
	const at = shareOf(texts, (text) => HANDLE.test(text));
	if (at >= 0.7) return directly("handle", at, `${percent(at)} of its different values begin with @, as handles do.`);
	if (!header.says.has("handle")) return undefined;
	const share = shareOf(texts, (text) => LOGIN.test(text));
	return share < 0.7 ? undefined : directly("handle", share, "Its header says that it holds handles or login names.");
};
