import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium as browsers, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PageServer, servePage } from "../../src/cli/serve-page.ts";
import { buildPlayground } from "../../src/playground/build.mjs";
import { appearances, violations } from "../support/accessibility.mjs";
import { chromium, chromiumFlags } from "../support/chromium.ts";

let directory: string;
let browser: Browser;
let server: PageServer;

beforeAll(async () => {
  if (chromium === undefined) return;
  directory = mkdtempSync(join(tmpdir(), "layerwise-page-"));
  await buildPlayground(directory);
  const content = readFileSync(join(directory, "index.html"));
  server = await servePage("serve", { "/": { type: "text/html; charset=utf-8", content } }, 0);
  browser = await browsers.launch({ executablePath: chromium, args: [...chromiumFlags] });
});
afterAll(async () => {
  if (chromium === undefined) return;
  await browser.close();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

const small = "#depth=3&width=16&pretraining=2&epochs=3";
const quick = `${small}&pace=quick`;

/** Opens the page, has somebody use it, and finds no error and no request for anything but the page. */
async function visit(
  address: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(100_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (line) => complaints.push(line.text()));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(address);
  await use(page);
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !/^(blob|data):/.test(url))).toEqual([address.replace(/#.*/, "")]);
  await context.close();
}

const ended = (page: Page) => page.getByText(/^Done: \d+ epochs of training/).waitFor();

describe.runIf(chromium)("The playground in Chromium", () => {
  it("shows without a click a signal that vanishes, and comes back where the net is pretrained", async () => {
    await visit(server.address, { viewport: { width: 390, height: 844 } }, async (page) => {
      const figures = page.locator(".big");
      await page.getByText(/^Both nets learn the classes: epoch/).waitFor();
      const [left, right] = (await figures.allTextContents()).map(Number.parseFloat) as [number, number];
      expect(left).toBeLessThan(0.1); // per cent
      expect(right).toBeGreaterThan(5);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    });
  });

  it.each(appearances)(
    "has no violation of accessibility that axe finds, while it runs and at the end: $colorScheme, $viewport.width pixels",
    async (appearance) => {
      await visit(server.address + small, appearance, async (page) => {
        await page.getByText(/^Both nets learn the classes: epoch/).waitFor();
        await page.getByRole("button", { name: "Pause" }).click();
        await page.locator("details").evaluateAll((parts) => {
          for (const part of parts) part.setAttribute("open", "");
        });
        expect(await violations(page)).toEqual([]);
        await page.getByLabel("Pace").selectOption("quick");
        await ended(page);
        await page.getByRole("button", { name: "Show one that is new to both" }).click();
        await page.getByText("sure").first().waitFor();
        expect(await violations(page)).toEqual([]);
      });
    },
  );

  it("writes every choice into the address, and goes back", async () => {
    await visit(server.address + quick, {}, async (page) => {
      await ended(page);
      await page.getByLabel("Data").selectOption("moons");
      await page.getByLabel("Right net").selectOption("orthogonal");
      await page.getByRole("heading", { name: "What both nets would answer" }).waitFor();
      expect(page.url()).toMatch(/data=moons.*left=classical.*right=orthogonal.*depth=3.*seed=1/);
      await page.goBack();
      expect(await page.getByLabel("Right net").inputValue()).toBe("isometric"); // chosen with the data
      await page.goBack();
      expect(await page.getByLabel("Right net").inputValue()).toBe("pretrained");
      expect(await page.getByLabel("Data").inputValue()).toBe("digits");
    });
  });

  it("is used with the keyboard alone", async () => {
    await visit(server.address + small, {}, async (page) => {
      await page.getByRole("button", { name: "Pause" }).focus();
      await page.keyboard.press("Enter");
      expect(await page.getByRole("button", { name: "Go on" }).count()).toBe(1);
      await page.keyboard.press("Enter");
      await page.getByText(/^Both nets learn the classes: epoch/).waitFor();
      await page.getByLabel("Pace").focus();
      await page.keyboard.press("ArrowDown");
      await page.waitForURL(/pace=quick/);
      await ended(page);
      await page.getByLabel("Hidden layers").focus();
      await page.keyboard.press("ArrowLeft");
      await page.waitForURL(/depth=2/);
      await ended(page);
    });
  });

  it("learns from a table that is chosen, and says what is wrong with one", async () => {
    await visit(server.address + quick, {}, async (page) => {
      const choose = (name: string, text: string) =>
        page
          .locator("input[type=file]")
          .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
      await choose("broken.csv", "a,b\n1\n");
      await page
        .getByRole("alert")
        .getByText(/Cannot read CSV "broken.csv"/)
        .waitFor();
      const rows = Array.from({ length: 60 }, (_, row) => `${row % 7},${row % 5},${"ab"[row % 2]}`);
      await choose("mine.csv", ["one,two,kind", ...rows].join("\n"));
      await page.getByLabel("Column to tell").waitFor();
      await page.waitForURL(/data=table&label=kind/);
      await ended(page);
    });
  });

  it("takes a digit that is drawn", async () => {
    await visit(server.address + quick, { viewport: { width: 1280, height: 2000 } }, async (page) => {
      await ended(page);
      const paper = (await page.locator(".paper").boundingBox())!;
      await page.mouse.move(paper.x + 80, paper.y + 20);
      await page.mouse.down();
      await page.mouse.move(paper.x + 80, paper.y + 120, { steps: 5 });
      await page.mouse.up();
      await page.getByText("sure").first().waitFor();
      expect(await page.locator("dl dd").count()).toBe(2);
    });
  });

  it("moves little for somebody who wants little motion, and runs from a file without any server", async () => {
    const file = `${pathToFileURL(join(directory, "index.html"))}`;
    await visit(file + quick, { reducedMotion: "reduce" }, async (page) => {
      await ended(page);
      expect(await page.locator(".big").count()).toBe(2);
    });
  });
});
