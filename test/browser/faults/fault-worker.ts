/** The worker of generators, in which something goes wrong. */
import { generators } from "../../../src/generators";
import { createGeneratorHost, serve } from "../../../src/worker/host";
import { stages } from "../../../src/worker/stages";
import { inject } from "./inject";

// Chunks of a build import this file by its address without parameters, as another module: it is to be there once.
if (!("faulty" in globalThis)) {
	Object.assign(globalThis, { faulty: true });
	inject();
	serve(createGeneratorHost(generators, import.meta.url, stages));
}
