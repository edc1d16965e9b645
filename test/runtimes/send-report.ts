// Sends the report, or what went wrong, to the server that the page came from.

import { report } from "./report.ts";

const send = (path: string, body: string): Promise<unknown> => fetch(path, { method: "POST", body });

report().then(
  (result) => send("/report", JSON.stringify(result)),
  (error: unknown) => send("/error", String(error)),
);
