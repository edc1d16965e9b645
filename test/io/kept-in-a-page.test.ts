import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type BrowserContext, chromium as browsers } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PageServer, servePage } from "../../src/cli/serve-page.ts";
import { chromium, chromiumFlags } from "../support/chromium.ts";
import { engine } from "../support/engine-under-test.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const recipes = [
  ...readFileSync(join(root, "docs/going-on.md"), "utf8").matchAll(/^```js\n(.*?)^```$/gms),
].flatMap(([, code]) => (code!.includes("run, onEpoch") ? [code!] : []));

/** What stands around a recipe: a network and its data, which hang in the tenth epoch where the address says so; and whether it ended with the bits of the unbroken run. */
const before = `
import { Network } from "layerwise";
const build = (seed) => Network.fromSizes([3, 4, 2], { seed, engine: ${JSON.stringify(engine.name)} });
const batch = { inputs: [[1, 0, 0], [0, 1, 1], [1, 1, 0], [0, 0, 1]], labels: [0, 1, 1, 0] };
let epochs = 0;
const data = { async *[Symbol.asyncIterator]() {
  document.title = "epoch " + (epochs += 1);
  if (location.hash === "#hangs" && epochs === 10) await new Promise(() => {});
  yield batch;
} };
const network = build(location.hash === "#hangs" ? 1 : 2);
`;
const after = `
const made = epochs;
const whole = build(1);
await whole.fit(data, { epochs: 50 });
const isSame = JSON.stringify(whole) === JSON.stringify(network);
document.title = "done " + JSON.stringify({ made, isSame });
`;
const page = (recipe: string): Buffer =>
  Buffer.from(
    `<!doctype html><title>none</title><link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "layerwise": "/all.js", "layerwise/io": "/all.js" } }</script>
<script type="module">${before}${recipe}${after}</script>`,
  );

let profile: string;
let context: BrowserContext;
let server: PageServer;
beforeAll(async () => {
  if (chromium === undefined) return;
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from "./src/index.ts"; export * from "./src/io/index.ts";`,
      resolveDir: root,
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  const html = "text/html; charset=utf-8";
  server = await servePage(
    "serve",
    {
      "/all.js": { type: "text/javascript", content: outputFiles[0]!.contents },
      ...Object.fromEntries(
        recipes.map((recipe, index) => [`/${index}`, { type: html, content: page(recipe) }]),
      ),
    },
    0,
  );
  profile = mkdtempSync(join(tmpdir(), "layerwise-profile-"));
  context = await browsers.launchPersistentContext(profile, {
    executablePath: chromium,
    args: [...chromiumFlags],
  });
});
afterAll(async () => {
  if (chromium === undefined) return;
  await context.close();
  await server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

describe.runIf(chromium)("A run that a page keeps", () => {
  it.each(["in the origin private file system", "in IndexedDB"])(
    "goes on after the page was left in the middle, to the bits of the unbroken one, %s as docs/going-on.md has it",
    async (where) => {
      const address = `${server.address}${where.endsWith("IndexedDB") ? 1 : 0}`;
      const visit = await context.newPage();
      const complaints: string[] = [];
      visit.on("pageerror", (error) => complaints.push(error.message));
      visit.on("console", (line) => complaints.push(line.text()));
      const shows = (start: string): Promise<unknown> =>
        visit.waitForFunction((begin) => document.title.startsWith(begin), start, { polling: 100 });
      await visit.goto(`${address}#hangs`);
      await shows("epoch 10");
      const told = async (): Promise<unknown> => {
        await visit.goto("about:blank");
        await visit.goto(address);
        await shows("done ");
        return JSON.parse((await visit.title()).slice("done ".length));
      };
      expect(await told()).toEqual({ made: 50 - 9, isSame: true });
      expect(await told()).toEqual({ made: 50, isSame: false }); // nothing is kept any more, and another seed begins
      expect(complaints).toEqual([]);
      await visit.close();
    },
  );
});
