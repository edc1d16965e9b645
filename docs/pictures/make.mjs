// Makes the pictures of README.md beside it: two figures of the guides on a light ground, for pages that are dark, and the playground as
// Chromium shows it. node docs/pictures/make.mjs
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { buildPlayground } from "../../src/playground/build.mjs";

const figures = {
  "gradient-by-layer.svg": "../answer/digits-gradient-by-layer.svg",
  "filters.svg": "../rbm/bernoulli.svg",
};
for (const [name, source] of Object.entries(figures)) {
  const svg = readFileSync(new URL(source, import.meta.url), "utf8");
  const ground = '<rect width="100%" height="100%" fill="#fff"/>';
  writeFileSync(new URL(name, import.meta.url), svg.replace(/<svg[^>]*>/, `$&${ground}`));
}

const directory = mkdtempSync(join(tmpdir(), "layerwise-pictures-"));
await buildPlayground(directory);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1100, height: 1000 }, colorScheme: "light" });
await page.goto(String(pathToFileURL(join(directory, "index.html"))));
await page.getByText(/^Done: \d+ epochs/).waitFor({ timeout: 120_000 });
const { y, height } = await page.locator(".hero").boundingBox();
await page.screenshot({
  path: fileURLToPath(new URL("playground.png", import.meta.url)),
  clip: { x: 0, y: 0, width: 1100, height: y + height + 16 },
});
await browser.close();
rmSync(directory, { recursive: true });
