// Prints the report as JSON, in runtimes that have a command line.

import { report } from "./report.ts";

report().then((result) => process.stdout.write(JSON.stringify(result)));
