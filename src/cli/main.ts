import { runCommand } from "./command.ts";
import { outputTo } from "./output.ts";

const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());

process.exitCode = await runCommand(
  process.argv.slice(2),
  outputTo(process.stdout),
  outputTo(process.stderr),
  interrupted.signal,
);
if (interrupted.signal.aborted) process.exit(); // what is left to run would hold the process
