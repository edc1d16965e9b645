import { message } from "../check.ts";
import { reasonOf } from "../files/file-error.ts";
import { runCommand } from "./command.ts";
import { isUnread, outputCode, outputTo } from "./output.ts";
import { endStopped, listenToStop } from "./stop.ts";

const [output, errors] = [outputTo(process.stdout), outputTo(process.stderr)];
const stop = listenToStop();

// What a command prints may reach nobody; what it does it does all the same.
output.closed!.addEventListener("abort", () => {
  if (isUnread(output)) return;
  errors.line(
    `layerwise: ${message("print", "all of the output to be taken", reasonOf(output.closed!.reason))}`,
  );
});
process.once("exit", (code) => {
  if (code === 0 && output.closed!.aborted) process.exitCode = outputCode(output);
});

process.exitCode = await runCommand(process.argv.slice(2), output, errors, stop);
if (stop.signal.aborted) endStopped(stop.signal); // what is left to run would hold the process
