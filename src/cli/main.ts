import { runCommand } from "./command.ts";
import { outputTo } from "./output.ts";

process.exitCode = await runCommand(
  process.argv.slice(2),
  outputTo(process.stdout),
  outputTo(process.stderr),
);
