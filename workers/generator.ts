import { generators } from "../src/generators";
import { createGeneratorHost, serve } from "../src/worker/host";
import { stages } from "../src/worker/stages";

serve(createGeneratorHost(generators, import.meta.url, stages));
