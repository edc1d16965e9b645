import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { experimentsOf } from "../examples/published-numbers/experiments.ts";
import { meanOf, type Run } from "../examples/published-numbers/kept-runs.ts";

const root = new URL("../", import.meta.url);

it("The table of published test errors tells the runs that are kept", () => {
  const [, table] = /<!-- published -->\n([\s\S]*?)\n<!-- end -->/.exec(
    readFileSync(new URL("docs/pretraining.md", root), "utf8"),
  )!;
  const name = "784-500-500-10";
  const kept = readFileSync(new URL(`examples/published-numbers/${name}.jsonl`, root), "utf8")
    .trim()
    .split("\n");
  const runs = kept.map(
    (line) => JSON.parse(line) as Run<{ readonly testError: number; readonly trainError: number }>,
  );
  for (const { share } of runs) expect(share).toBe("1");
  const rows = Object.entries(experimentsOf(1)[name]!.variants).flatMap(([variant, [published]]) => {
    const of = runs.filter((run) => run.variant === variant);
    if (of.length === 0) return [];
    const mean = (figure: "testError" | "trainError"): number => meanOf(of.map((run) => run[figure]));
    const theirs = published === undefined ? "–" : `${published.toFixed(2)} %`;
    const seeds = of.map(({ seed }) => seed).join(", ");
    return [
      `| ${variant} | ${theirs} | ${mean("testError").toFixed(2)} % | ${mean("trainError").toFixed(3)} % | ${seeds} |`,
    ];
  });
  expect(table!.trim().split("\n").slice(2)).toEqual(rows);
});
