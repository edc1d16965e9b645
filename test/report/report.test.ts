import { beforeAll, describe, expect, it } from "vitest";
import { verdictText } from "../../src/cli/verdict-text.ts";
import { type Report, renderReport } from "../../src/report/render-report.ts";
import { conclude } from "../../src/study/conclude.ts";
import type { StudyPlan } from "../../src/study/study-plan.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import type { StudyVerdict } from "../../src/study/verdict.ts";
import { simulatedReport } from "../support/simulated-report.ts";

let plan: StudyPlan;
let results: readonly TrialResult[];
let verdict: StudyVerdict;
let report: Report;

beforeAll(async () => {
  const contents = await simulatedReport();
  ({ plan, results, verdict } = contents);
  report = await renderReport(contents);
});

const textOf = (html: string): string =>
  html
    .replaceAll("\u00a0", " ")
    .replaceAll(/<style>.*?<\/style>|<svg.*?<\/svg>/gs, "")
    .replaceAll(/<[^>]*>/g, " ");

describe("renderReport", () => {
  it("answers first, then says what cures it, by how much and at what cost, then every claim", () => {
    const text = textOf(report.html);
    const order = [
      verdict.answer,
      "what cures it",
      "by how much",
      "at what cost",
      verdict.claims[0]!.because,
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("sorts the cures, the best first, and marks the one that was asked about", () => {
    const [table] = /<table class="cures">.*?<\/table>/s.exec(report.html)!;
    const errors = [...table.matchAll(/([\d.]+)\s%<\/td>/g)].map(([, error]) => Number(error));
    expect(errors).toHaveLength(verdict.cures.length);
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(table.match(/class="asked"/g)).toHaveLength(1);
    expect(table).toMatch(/class="asked"><th scope="row">pretraining with RBMs/);
  });

  it("has for each link something to go to, and each id behind what it names", () => {
    const links = [...report.html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(4);
    for (const id of links) expect(report.html).toContain(`id="${id}"`);
    for (const [item] of report.html.matchAll(/<ul class="answers">.*?<\/ul>/gs)) {
      for (const [, start] of item.matchAll(/<li><strong>(?:<span[^>]*>)?([^<]*)/g)) {
        expect(start).toMatch(/^(Yes|No|Not settled):|\?$/);
      }
    }
  });

  it("draws at most five lines in a plot, and says in words what they are", () => {
    for (const { svg } of Object.values(report.plots)) {
      const lines = /mark-line role-mark layer_0.*?<\/g>/s.exec(svg)?.[0].match(/<path/g) ?? [];
      expect(lines.length).toBeLessThanOrEqual(5);
    }
    expect(report.html).toContain("<dt>isometric</dt><dd>logistic net that computes");
  });

  it("draws the long run where there is one, against its cost and by itself", () => {
    expect(report.plots["error-by-cost"]!.svg).toContain(">classical, 20×<");
    expect(report.plots["error-by-times"]!.svg).toContain("times the usual epochs");
  });

  it("folds the middle of a long table, and shows the best and the worst", () => {
    const table = report.html.slice(report.html.indexOf("Every arm at"));
    const shown = table.slice(0, table.indexOf("<details>"));
    expect(shown.match(/<tr><th scope="row">/g)).toHaveLength(6);
    expect(table).toContain("All 10 of them");
  });

  it("needs no network and no script", () => {
    expect(report.html).not.toMatch(/<script|<link|@import|src="http/);
  });

  it("takes a study of two arms and one depth", async () => {
    const few = results.filter(({ spec }) => ["classical", "relu"].includes(spec.arm) && spec.times === 1);
    const { html } = await renderReport({
      ...{ verdict: conclude(plan, few), results: few, pictures: [], command: "" },
      plan: { ...plan, times: [1] },
    });
    expect(html).toContain("did not compare pretraining with the classical start");
    expect(html).not.toMatch(/undefined|NaN/);
  });
});

describe("verdictText", () => {
  it("begins with the question and the answer, and has ids at the ends of lines only", () => {
    const text = verdictText(verdict, plan);
    expect(text.replaceAll("\n", " ")).toMatch(/^Does pretraining help[^?]*\? /);
    expect(text.split("\n\n")[0]!.split("\n").slice(1).join(" ")).toBe(verdict.answer);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    expect(text).not.toMatch(/^ *\(?[a-z]\d?\)? /m);
  });
});
