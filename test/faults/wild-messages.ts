/** Messages to a worker that nearly are calls of it, and answers that nearly are its errors. */
import { expose, wrap } from "comlink";
import { StandinError } from "../../src/errors";
import type { Generator } from "../../src/generators/generator";
import { independent } from "../../src/generators/independent";
import type { Random } from "../../src/random";
import type { Table } from "../../src/table/table";
import type { GeneratorHost } from "../../src/wire/api";
import { fromWire, keepErrorsWhole, toWire } from "../../src/wire/wire";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { numeric, tableOf, times, worded } from "../encode/tables";
import { breakPlain } from "./hostile-models";
import { type Tried, tried } from "./wild-tables";

const call = (id: number) => ({ id, seed: 1, device: "cpu" });
const finding = (column: string) => ({ column, what: "nothing", evidence: "Told so.", treatment: "learn" });
const SETUP = { subject: false, constraints: [], inspection: { findings: [finding("age"), finding("sex")] } };
const table = tableOf(
	numeric(
		"age",
		times(40, (i) => 20 + (i % 9)),
		"integer",
		0,
	),
	worded(
		"sex",
		times(40, (i) => (i % 2 ? "Male" : "Female")),
	),
);

/** What the page sends. */
const CALLS: readonly { readonly path: readonly string[]; readonly args: readonly unknown[] }[] = [
	{ path: ["ping"], args: ["a name"] },
	{ path: ["stop"], args: [1] },
	{ path: ["finishEarly"], args: [1] },
	{ path: ["fit"], args: ["independent", table, { protect: 5 }, SETUP, call(1)] },
	{ path: ["sample"], args: [{ rows: 5, given: { sex: "Female" } }, call(2)] },
	{ path: ["fromMarginals"], args: ["independent", { domains: [], marginals: [] }, call(3)] },
	{ path: ["prepare"], args: ["independent", {}] },
	{ path: ["doPart"], args: [{}, call(4)] },
	{ path: ["save"], args: [] },
	{ path: ["load"], args: [new Uint8Array(20)] },
];

/** Milliseconds in which a message is to be answered. */
const ANSWER_MS = 3000;

const values = ({ columns }: Table) =>
	JSON.stringify(columns.map((one) => [...("values" in one ? one.values : one.codes)]));

/**
 * A worker's own code behind a channel. Each try starts one, sends it broken calls and then honest ones: every message has
 * its answer, and what is honest is answered as ever.
 */
export async function createTryMessages(): Promise<(random: Random) => Promise<Tried>> {
	keepErrorsWhole();
	const registry = { independent: async () => independent } as unknown as Record<
		string,
		() => Promise<Generator<never, unknown>>
	>;
	const start = () => {
		const { port1, port2 } = new MessageChannel();
		expose(createGeneratorHost(registry, "", stages), port2 as never);
		const close = () => {
			port1.close();
			port2.close();
		};
		return { port: port1, remote: wrap<GeneratorHost>(port1 as never), close };
	};
	const honest = async (remote: ReturnType<typeof start>["remote"]) => {
		await remote.fit("independent", table, { protect: 5 }, SETUP as never, call(11) as never);
		return values(await remote.sample({ rows: 5 }, call(12) as never));
	};
	const first = start();
	const wanted = await honest(first.remote);
	first.close();

	return (random) =>
		tried(
			() => "messages",
			async () => {
				const { port, remote, close } = start();
				try {
					const answers: Promise<unknown>[] = [];
					for (let n = 0; n <= random.int(3); n++) {
						const sent = CALLS[random.int(CALLS.length)]!;
						const id = `wild ${n}`;
						const { args } = breakPlain({ args: sent.args }, random);
						const list = Array.isArray(args) ? args : [args];
						const message = {
							id,
							type: ["APPLY", "APPLY", "APPLY", "GET", "ENDPOINT"][random.int(5)],
							path: random.int(8) === 0 ? [["length"], [], ["nothing"], ["fit", "name"]][random.int(4)] : sent.path,
							argumentList: list.map((value) => ({ type: "RAW", value })),
						};
						answers.push(
							new Promise((resolve, reject) => {
								const late = setTimeout(
									() => reject(new Error(`no answer to ${message.type} ${message.path}`)),
									ANSWER_MS,
								);
								port.addEventListener("message", ({ data }) => {
									if (data?.id !== id) return;
									clearTimeout(late);
									resolve(data);
								});
							}),
						);
						port.postMessage(message);
					}
					await Promise.all(answers);
					const pinged = await remote.stop(7);
					if (pinged !== undefined) return "a call that was not meant was answered";
					return (await honest(remote)) === wanted ? undefined : "an honest call has another answer than before";
				} finally {
					close();
				}
			},
		);
}

/** What arrives where an error is meant: it must become a value or an error, and what is an error must arrive as itself. */
export function tryErrors(random: Random): Promise<Tried> {
	const thrown = new StandinError("The message.", "csv", { row: 3 }, new RangeError("inner", { cause: { a: 1 } }));
	return tried(
		() => "an error",
		async () => {
			const wire = toWire(thrown);
			const back = fromWire(structuredClone(wire)) as StandinError;
			if (back.message !== thrown.message || back.code !== thrown.code) return "an error arrives as another";
			fromWire(breakPlain(wire, random) as never);
			return undefined;
		},
	);
}
