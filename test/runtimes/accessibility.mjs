import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { appearances, violations } from "../support/accessibility.mjs";
import { browsers, chromiumFlags } from "./browsers.mjs";
import { built } from "./build.mjs";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const command = (line, out) => execute("node", [`${built}cli.js`, ...line.split(" "), "--out", out]);

/** Pages of every kind that the site has. */
const kinds = [
  ...["index", "modules", "documents/What_layerwise_is", "documents/The_answer", "documents/The_study"],
  ...[
    "documents/Your_data",
    "documents/RBMs_by_model",
    "documents/Performance",
    "documents/The_gradient_by_start",
  ],
  ...["modules/layerwise_data", "classes/layerwise.Network", "functions/layerwise_data.split"],
  ...["interfaces/layerwise.Layer", "types/layerwise.EngineChoice", "variables/layerwise.sigmoid"],
];

/** What is looked at, and a function that makes it in a directory and returns the files. */
const looks = [
  { what: "the playground, with a run going", make: () => [`${built}playground/index.html`] },
  {
    what: "a study's report and a diagnosis",
    async make(directory) {
      const [study, diagnosis] = ["study", "diagnosis"].map((name) => join(directory, name));
      await command("study --arms classical,rbm --depths 2 --seeds 2", study);
      await command("diagnose --activation sigmoid --optimizer sgd --budget 2", diagnosis);
      return [join(study, "report.html"), join(diagnosis, "diagnosis.html")];
    },
  },
  {
    what: "the documentation site",
    async make(directory) {
      const site = join(directory, "site");
      await execute("npm", ["run", "docs", "--", "--out", site], { cwd: root });
      return kinds.map((name) => join(site, `${name}.html`));
    },
  },
];

/** What axe finds in the pages that the library makes, light and dark, on a phone and on a desk. */
export function accessibilityTrials(versionOf) {
  const { path } = browsers.find(({ name }) => name === "Chromium");
  return looks.map(({ what, make }) => ({
    ...{ place: "Chromium, axe", version: path && versionOf(path), what },
    run: path && (async (directory) => ({ said: await lookAt(path, await make(directory)) })),
  }));
}

async function lookAt(executablePath, files) {
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    for (const appearance of appearances) {
      const page = await browser.newPage(appearance);
      for (const file of files) {
        await page.goto(String(pathToFileURL(file)));
        await page.waitForTimeout(1000); // some fill themselves
        const [first] = await violations(page);
        if (first) throw new Error(`${file}, ${JSON.stringify(appearance)}: ${first}`);
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return `no violation on ${files.length === 1 ? "one page" : `${files.length} pages`} in ${appearances.length} forms`;
}
