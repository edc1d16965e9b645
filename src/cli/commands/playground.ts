import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rangeError } from "../../check.ts";
import { integerOf } from "../read-option.ts";
import { type ServedFile, servePage } from "../serve-page.ts";
import { stopCode } from "../stop.ts";
import type { Command } from "./command.ts";

const action = "serve the playground";
const PORT = 7007;

/** `layerwise playground`. */
export const playgroundCommand: Command = {
  name: "playground",
  summary: "a page on which a gradient vanishes and comes back, and that you can play with",
  help: `layerwise playground: serves a page to this machine on which two nets from one seed learn side by side, one from the classical
start and one pretrained, with the error signal of every layer in view. Data, depth, starts, units and optimizers can be changed, and
a table of your own dropped on it. Everything is computed in the page: nothing leaves it, and it needs no network. Ctrl-C ends it.

Usage
  layerwise playground [--port N]

Options
  --port N    where it listens (default ${PORT}); 0 takes any that is free

Example
  npx layerwise playground

The same page is the file dist/playground/index.html of the package, which any server of files can serve.`,
  operands: 0,
  options: { port: { type: "string" } },
  async prepare(call) {
    const port = integerOf(action, call, "port", { min: 0, max: 65_535 }) ?? PORT;
    const files = {
      "/": readPart("index.html", "text/html; charset=utf-8"),
      "/index.html": readPart("index.html", "text/html; charset=utf-8"),
      "/NOTICES.txt": readPart("NOTICES.txt", "text/plain; charset=utf-8"),
    };
    return async ({ output, signal }) => {
      const { address, close } = await servePage(action, files, port);
      output.line(`The playground is at ${address} until you press Ctrl-C.`);
      await new Promise<void>((resolve) => {
        if (signal?.aborted) resolve();
        signal?.addEventListener("abort", () => resolve(), { once: true });
      });
      await close();
      return stopCode(signal);
    };
  },
};

/** A file of the page, which is built beside the command. */
function readPart(name: string, type: string): ServedFile {
  const path = fileURLToPath(new URL(`./playground/${name}`, import.meta.url));
  try {
    return { type, content: readFileSync(path) };
  } catch {
    throw rangeError(action, `${path} to be there, as npm run build makes it`, "none");
  }
}
