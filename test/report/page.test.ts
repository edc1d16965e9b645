import { type Browser, chromium as browsers } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDigits, take } from "../../src/data/index.ts";
import { toMatrix } from "../../src/matrix/matrix.ts";
import { renderDiagnosis } from "../../src/report/render-diagnosis.ts";
import { renderReport } from "../../src/report/render-report.ts";
import { diagnose } from "../../src/study/index.ts";
import { appearances, violations } from "../support/accessibility.mjs";
import { chromium, chromiumFlags } from "../support/chromium.ts";
import { simulatedReport } from "../support/simulated-report.ts";

let browser: Browser;

beforeAll(async () => {
  if (chromium === undefined) return;
  browser = await browsers.launch({ executablePath: chromium, args: [...chromiumFlags] });
});
afterAll(() => browser?.close());

const pages = {
  async "The report of a study"() {
    const title = "Weights of units of the first RBM";
    const images = toMatrix("draw", "images", [[0, 1, 0.5, 1]]);
    const { html } = await renderReport({
      ...(await simulatedReport()),
      pictures: [{ title, images, height: 2, width: 2 }],
    });
    return html;
  },
  async "The page of a diagnosis"() {
    const some = take(
      await loadDigits(),
      Array.from({ length: 400 }, (_, row) => row),
    );
    const net = { layers: [16, 16, 16, 16, 16, 16], activation: "sigmoid", start: "classic" };
    return renderDiagnosis(
      await diagnose(net, some, { optimizer: "sgd", budget: 2 }),
      "npx layerwise diagnose",
    );
  },
};

describe.runIf(chromium).each(Object.entries(pages))("%s in Chromium", (_, make) => {
  let html: string;
  beforeAll(async () => {
    html = await make();
  });

  it.each(appearances)(
    "has no violation of accessibility that axe finds, folded and unfolded: $colorScheme, $viewport.width pixels",
    async (appearance) => {
      const page = await browser.newPage(appearance);
      await page.setContent(html);
      expect(await violations(page)).toEqual([]);
      await page.locator("details").evaluateAll((parts) => {
        for (const part of parts) part.setAttribute("open", "");
      });
      expect(await violations(page)).toEqual([]);
      await page.close();
    },
  );
});
