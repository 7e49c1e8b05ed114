import { generators } from "../src/generators";
import { createGeneratorHost, serve } from "../src/host";

serve(createGeneratorHost(generators, import.meta.url));
