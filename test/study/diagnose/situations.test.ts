import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/findings/finding.ts";
import { checkCall } from "../../../src/study/diagnose/check-call.ts";
import { examine } from "../../../src/study/diagnose/examine.ts";
import { partsOf } from "../../../src/study/diagnose/parts.ts";
import { planWork } from "../../../src/study/diagnose/plan-work.ts";
import { type Case, drawCase, kinds } from "../../support/ill-nets.ts";
import { situations } from "../../support/situations.ts";

/** What `diagnose` finds, without what it tries. */
async function findingsOf({
  net,
  dataset,
  options,
}: Pick<Case, "net" | "options"> & { dataset: Case["dataset"] }): Promise<readonly Finding[]> {
  const { checked, task, asked, given } = checkCall("diagnose a net", net, dataset, {
    budget: 20,
    ...options,
  });
  const { recipe, sizes } = planWork(asked, dataset, task, given, checked);
  const parts = partsOf(dataset, sizes, checked.seed, recipe.inputs);
  const { seed } = checked;
  return (await examine(recipe, parts, { task, given, seed, balanced: false, signal: undefined })).findings;
}

describe("What people ask about in public", () => {
  it.each(situations)("$asked: $found", async ({ net, dataset, options, found }) => {
    const findings = await findingsOf({ net, dataset: dataset as Case["dataset"], options });
    expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining([...found]));
    expect(findings[0]!.severity).not.toBe("note");
  });
});

describe("A net made ill", () => {
  it.each(kinds.filter((kind) => kind !== "healthy"))("with %s is found to be", async (kind) => {
    expect((await findingsOf(drawCase(kind, "test"))).map(({ id }) => id)).toContain(kind);
  });
});

describe("A healthy net", () => {
  it.each([1, 2, 3, 4, 5])("has nothing wrong, for data and width of the seed %i", async (seed) => {
    const findings = await findingsOf(drawCase("healthy", `test ${seed}`));
    expect(findings.filter(({ severity }) => severity === "wrong")).toEqual([]);
  });
});
