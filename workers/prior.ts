import { createPriorHost, serve } from "../src/host";
import { priors } from "../src/priors";

serve(createPriorHost(priors));
