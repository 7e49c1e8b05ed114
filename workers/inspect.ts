import { findConstraints } from "../src/constraints/find-constraints";
import { inspectTable } from "../src/deidentify/inspect";
import { createInspectHost, serve } from "../src/worker/host";

serve(createInspectHost(inspectTable, findConstraints));
