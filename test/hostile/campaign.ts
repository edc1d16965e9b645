import type { Case } from "../support/hostile/case.ts";
import { countsOf, kinds } from "../support/hostile/kinds.ts";
import { processKinds } from "../support/hostile/processes.ts";

/** What the parent is told: which case begins, and how it ended. */
export type Report =
  | { readonly begins: number; readonly kind: string; readonly what: string }
  | { readonly ended: number; readonly ending: string; readonly detail: string };

const [lane, ...numbers] = process.argv.slice(2);
const [seed, count, first] = numbers.map(Number) as [number, number, number];
const chosen = lane === "processes" ? processKinds : kinds;
const tell = (report: Report): void => {
  process.send!(report);
};

process.on("unhandledRejection", () => {}); // promises among the wrong values
const counts = countsOf(chosen, count);
const cases: { readonly kind: string; readonly each: Case }[] = chosen.flatMap(({ name, draw }, index) =>
  draw(seed, counts[index]!).map((each) => ({ kind: name, each })),
);
for (let index = first; index < cases.length; index++) {
  const { kind, each } = cases[index]!;
  tell({ begins: index, kind, what: each.describe() });
  const { ending, detail } = await each.run();
  tell({ ended: index, ending, detail });
}
process.disconnect();
