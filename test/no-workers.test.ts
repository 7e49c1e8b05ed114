/** What is said where there are no web workers: in Node, of what computes in one. */
import { expect, test } from "vitest";
import { createGenerator, inspect, parseCsv } from "../src";

test("functions that compute in a worker say that there is none, and where they run", async () => {
	const table = await parseCsv("a,b\n1,2\n3,4\n");
	for (const ask of [() => createGenerator("independent"), () => inspect(table)]) {
		await expect(ask()).rejects.toThrow(
			/no web workers here, as there are none in Node.*in a browser.*command "standin"/,
		);
	}
});
