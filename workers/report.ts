import { compareTables } from "../src/report/compare";
import { createReportHost, serve } from "../src/worker/host";

serve(createReportHost(compareTables));
