import { priors } from "../src/priors";
import { createPriorHost, serve } from "../src/worker/host";

serve(createPriorHost(priors));
