/** Saved models of every generator, and ways to break them of which a checksum knows nothing. */
import { crc32 } from "node:zlib";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { StandinError } from "../../src/errors";
import { generators } from "../../src/generators";
import { type GeneratorName, generatorMetas } from "../../src/generators/metas";
import type { Random } from "../../src/random";
import { isNumeric, type Table } from "../../src/table/table";
import { packModel, type SavedModel, unpackModel } from "../../src/wire/saved";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { numeric, tableOf, times, worded } from "../encode/tables";
import { quick } from "../generators/quick";
import type { Tried } from "./wild-tables";

const call = (seed: number) => ({ id: 1, seed, device: "cpu" as const });
const DAY = 86_400_000;

/** All that may stand around a generator. */
export const SURROUNDED = { subject: "patient_id", constraints: ["low <= high"], enhance: { labels: "city" } };

/** People with several visits each: every kind of column, identifiers, columns that follow from others. */
export const visits: Table = tableOf(
	worded(
		"patient_id",
		times(240, (i) => `P-${1000 + (i >> 1)}`),
		"id",
	),
	worded(
		"email",
		times(240, (i) => `person${i >> 1}@example.org`),
	),
	worded(
		"sex",
		times(240, (i) => (i % 4 < 2 ? "Female" : "Male")),
	),
	numeric(
		"age",
		times(240, (i) => (i % 11 === 0 ? null : 20 + ((i * 7) % 60))),
		"integer",
		0,
	),
	numeric(
		"income",
		times(240, (i) => (i % 3 ? 0 : 1000 + Math.round(10_000 * Math.sin(i) ** 2) / 100)),
		"number",
		2,
	),
	numeric(
		"seen",
		times(240, (i) => Date.UTC(2024, 0, 1) + ((i * 17) % 400) * DAY),
		"datetime",
	),
	numeric(
		"low",
		times(240, (i) => (i * 13) % 40),
		"integer",
		0,
	),
	numeric(
		"high",
		times(240, (i) => ((i * 13) % 40) + (i % 5)),
		"integer",
		0,
	),
	worded(
		"city",
		times(240, (i) => ["Oslo", "Rome", "Lima", null][(i % 9) % 4]!),
	),
	worded(
		"smoker",
		times(240, (i) => (i % 4 ? "no" : "yes")),
		"boolean",
	),
);

/**
 * A saved model of a generator, small and quickly learned.
 *
 * @param setup What is to stand around the generator; by default what is found.
 */
export async function savedModel(
	name: GeneratorName,
	setup: object = { subject: false, constraints: [] },
): Promise<Uint8Array> {
	const host = createGeneratorHost(generators as never, "", stages);
	const meta = generatorMetas[name];
	const promised = "private" in meta ? { ...setup, privacy: { ...STANDARD_PROMISE, epsilon: 100 } } : setup;
	await host.fit(name, visits, quick(meta), promised, call(1));
	return host.save();
}

type Site = { readonly holder: Record<string | number, unknown>; readonly key: string | number };

/** Every place of plain data where something stands. */
function sitesOf(root: object): Site[] {
	const sites: Site[] = [];
	const walk = (holder: object) => {
		for (const [key, value] of Object.entries(holder)) {
			sites.push({ holder: holder as Site["holder"], key });
			if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) walk(value);
		}
	};
	walk(root);
	return sites;
}

const HOSTILE: readonly (() => unknown)[] = [
	...[
		Number.NaN,
		Number.POSITIVE_INFINITY,
		-1,
		0,
		1,
		0.5,
		7,
		1e6,
		1e9,
		2 ** 53,
		1e308,
		"",
		"x",
		"__proto__",
		"constructor",
	].map((value) => () => value),
	...[null, undefined, true, false].map((value) => () => value),
	() => [],
	() => ({}),
	() => new Float64Array(0),
	() => Float32Array.of(Number.NaN, 1),
	() => Float64Array.of(Number.POSITIVE_INFINITY),
	() => Int32Array.of(-5, 1_000_000_000),
	() => new Uint16Array(1000),
	() => "long".repeat(5000),
	() => times(1000, () => 0),
	() => times(200, () => null).reduce<unknown>((inner) => [inner], 0),
];

function breakNumbers(numbers: Float64Array, random: Random): unknown {
	const wild = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0, 1, 1e9, -1e300, 1e-320];
	const copy = numbers.slice();
	switch (random.int(5)) {
		case 0:
			return copy.subarray(0, random.int(copy.length + 1));
		case 1:
			return Object.assign(new (numbers.constructor as typeof Float64Array)(copy.length + 1), copy);
		case 2:
			return copy.reverse();
		case 3:
			return Int32Array.from(copy);
		default:
			if (copy.length > 0) copy[random.int(copy.length)] = wild[random.int(wild.length)]!;
			return copy;
	}
}

/** Something else than `value`, and near it as often as not. */
function broken(value: unknown, random: Random, elsewhere: () => unknown): unknown {
	if (random.uniform() < 0.3) return HOSTILE[random.int(HOSTILE.length)]!();
	if (random.uniform() < 0.15) return structuredClone(elsewhere());
	if (ArrayBuffer.isView(value)) return breakNumbers(value as Float64Array, random);
	if (typeof value === "number") return [value + 1, value - 1, value * 1e6, -value, value + 0.5][random.int(5)];
	if (typeof value === "string") return [`${value} `, value.slice(1), value.toUpperCase()][random.int(3)];
	if (Array.isArray(value)) {
		const place = random.int(value.length + 1);
		return [value.toSpliced(place, 1), value.toSpliced(place, 0, value[0]), value.toReversed()][random.int(3)];
	}
	return HOSTILE[random.int(HOSTILE.length)]!();
}

/** Plain data with one to three places broken. */
export function breakPlain<T extends object>(data: T, random: Random): T {
	const copy = structuredClone(data);
	for (let left = 1 + random.int(3); left > 0; left--) {
		const sites = sitesOf(copy);
		if (sites.length === 0) return copy;
		const take = () => sites[random.int(sites.length)]!;
		const { holder, key } = take();
		if (random.uniform() < 0.15) delete holder[key];
		else
			holder[key] = broken(holder[key], random, () => {
				const other = take();
				return other.holder[other.key];
			});
	}
	return copy;
}

/** Sets the checksum of a saved model, in place, to what its bytes have. */
export function repairChecksum(bytes: Uint8Array): void {
	new DataView(bytes.buffer, bytes.byteOffset).setUint32(12, crc32(bytes.subarray(16)), true);
}

/** The bytes with another header and a checksum that fits. */
export function withHeader(bytes: Uint8Array, change: (header: string) => string): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset);
	const length = view.getUint32(16, true);
	const blobs = bytes.subarray(8 * Math.ceil((20 + length) / 8));
	const header = new TextEncoder().encode(change(new TextDecoder().decode(bytes.subarray(20, 20 + length))));
	const blobsAt = 8 * Math.ceil((20 + header.length) / 8);
	const changed = new Uint8Array(blobsAt + blobs.length);
	changed.set(bytes.subarray(0, 20));
	changed.set(header, 20);
	changed.set(blobs, blobsAt);
	new DataView(changed.buffer).setUint32(16, header.length, true);
	repairChecksum(changed);
	return changed;
}

/** Marks of arrays and numbers that say something else. */
export function breakHeader(bytes: Uint8Array, random: Random): Uint8Array {
	const wild = ["-8", "4", "1e9", "1e308", "null", '"8"', "0", "[]"];
	const parts = /"(?:at|length)":\d+|"type":"\w+"|"\$":"\w+"|"version":\d+/g;
	return withHeader(bytes, (header) => {
		const found = [...header.matchAll(parts)];
		const { 0: text, index } = found[random.int(found.length)]!;
		const name = text.slice(0, text.indexOf(":"));
		return `${header.slice(0, index)}${name}:${wild[random.int(wild.length)]}${header.slice(index + text.length)}`;
	});
}

/** What became of a crafted model. */
export interface Outcome {
	readonly kind: "refused" | "sampled" | "raw error" | "wrong table";
	readonly detail: string;
	/** Seconds of computing. */
	readonly seconds: number;
}

const ROWS = 40;

function isWhole({ rows, columns }: Table): boolean {
	return rows === ROWS && columns.every((column) => (isNumeric(column) ? column.values : column.codes).length === rows);
}

/** Loads bytes as a page would and samples from what they hold. */
export async function tryModel(bytes: Uint8Array): Promise<Outcome> {
	const before = process.cpuUsage();
	const seconds = () => {
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1e6;
	};
	const host = createGeneratorHost(generators as never, "", stages);
	try {
		await host.load(bytes);
		const table = await host.sample({ rows: ROWS }, call(2));
		const kind = isWhole(table) ? "sampled" : "wrong table";
		return { kind, detail: "", seconds: seconds() };
	} catch (error) {
		const { name, message, stack } = error as Error;
		const typed = error instanceof StandinError;
		return {
			kind: typed ? "refused" : "raw error",
			detail: typed ? `${name}: ${message}` : `${stack}`,
			seconds: seconds(),
		};
	}
}

/** A model of bytes that may be anything behind its first 16, whose checksum is made to fit. */
export async function tryModelOf(bytes: Uint8Array): Promise<Tried> {
	const repaired = bytes.slice();
	if (repaired.length >= 16) repairChecksum(repaired);
	const outcome = await tryModel(repaired);
	return { ...outcome, kind: outcome.kind === "sampled" ? "answered" : outcome.kind };
}

/** A crafted model of a generator: broken data, or a broken container. */
export function craft(bytes: Uint8Array, random: Random): Uint8Array | undefined {
	if (random.uniform() < 0.2) return breakHeader(bytes, random);
	try {
		const { saved, stages, ...named } = unpackModel(bytes);
		return packModel({ ...named, ...(breakPlain({ saved, stages }, random) as Pick<SavedModel, "saved" | "stages">) });
	} catch {
		// Not everything that stands in a broken model can be written.
		return undefined;
	}
}
