// Sends the report to the server that the page came from.

import { report } from "./report.ts";
import { send } from "./send.ts";

send(report());
