import { generators } from "../src/generators";
import { createGeneratorHost, serve } from "../src/worker/host";

serve(createGeneratorHost(generators, import.meta.url));
