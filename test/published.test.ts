import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { experimentsOf } from "../examples/published-numbers/experiments.ts";
import { meanOf, type Run } from "../examples/published-numbers/kept-runs.ts";

const root = new URL("../", import.meta.url);
const kept = new URL("examples/published-numbers/", root);
const page = readFileSync(new URL("docs/pretraining.md", root), "utf8");
const names = readdirSync(kept).flatMap((file) => /^(.*)\.jsonl$/.exec(file)?.[1] ?? []);

it("Each table of published test errors is of runs that are kept", () => {
  const told = [...page.matchAll(/<!-- published (\S+) -->/g)].map(([, name]) => name);
  expect(told.sort()).toEqual(names.sort());
});

it.each(names)("The table of %s tells the runs that are kept", (name) => {
  const [table] = page.split(`<!-- published ${name} -->\n`)[1]!.split("\n<!-- end -->");
  const lines = readFileSync(new URL(`${name}.jsonl`, kept), "utf8")
    .trim()
    .split("\n");
  const runs = lines.map((line) => JSON.parse(line) as Run<Record<"testError" | "trainError", number>>);
  for (const { share } of runs) expect(share).toBe("1");
  const rows = Object.entries(experimentsOf(1)[name]!.variants).flatMap(([variant, [published]]) => {
    const of = runs.filter((run) => run.variant === variant);
    if (of.length === 0) return [];
    const errors = of.map(({ testError }) => testError);
    const percent = (value: number, digits = 2): string => `${value.toFixed(digits)} %`;
    const range =
      of.length === 1 ? "–" : `${Math.min(...errors).toFixed(2)} … ${percent(Math.max(...errors))}`;
    const training = percent(meanOf(of.map(({ trainError }) => trainError)), 3);
    const seeds = of.map(({ seed }) => seed).sort((a, b) => a - b);
    const cells = [
      published === undefined ? "–" : percent(published),
      percent(meanOf(errors)),
      range,
      training,
    ];
    return [`| ${variant} | ${cells.join(" | ")} | ${seeds.join(", ")} |`];
  });
  expect(table!.trim().split("\n").slice(2)).toEqual(rows);
});
