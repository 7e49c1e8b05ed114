import { createReportHost, serve } from "../src/host";
import { compareTables } from "../src/report/compare";

serve(createReportHost(compareTables));
