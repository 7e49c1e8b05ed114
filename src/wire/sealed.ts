/** Plain data that only a key opens. */
import { packData, unpackData } from "./packed";

/** Encrypted data: AES-GCM with a nonce of its own. */
export interface Sealed {
	readonly nonce: Uint8Array<ArrayBuffer>;
	readonly bytes: ArrayBuffer;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** A fresh key as text. */
export function newKey(): string {
	return [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))]
		.map((byte) => byte.toString(16).padStart(2, "0"))
		.join("");
}

/** The key in `text`; scripts cannot read it out again. */
export function readKey(text: string): Promise<CryptoKey> {
	const bytes = Uint8Array.from({ length: KEY_BYTES }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
	return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @param place where it will lie: opened from anywhere else it is refused. */
const settings = (nonce: Uint8Array<ArrayBuffer>, place: string) => ({
	name: "AES-GCM",
	iv: nonce,
	additionalData: new TextEncoder().encode(place),
});

/** @param place where it will lie: from any other place it cannot be opened. */
export async function seal(data: object, key: CryptoKey, place: string): Promise<Sealed> {
	const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
	return { nonce, bytes: await crypto.subtle.encrypt(settings(nonce, place), key, packData(data)) };
}

/** Throws where the key is another, the data was changed, or it lay in another place. */
export async function open({ nonce, bytes }: Sealed, key: CryptoKey, place: string): Promise<unknown> {
	return unpackData(new Uint8Array(await crypto.subtle.decrypt(settings(nonce, place), key, bytes)));
}
