import { describe, expect, it } from "vitest";
import { answerFrom } from "../../src/study/answer.ts";
import { NOTHING, PRETRAINING } from "../../src/study/cures.ts";
import type { Claim, Cure, Verdict } from "../../src/study/verdict.ts";

const VERDICTS: readonly Verdict[] = ["supported", "refuted", "not settled"];
const REMEDIES = [
  ...["a body trained on another task", "other random weights", "another activation", "normalized layers"],
  ...[
    "a way around each layer",
    "another optimizer",
    "a rate for each layer",
    "prepared inputs",
    "more time",
  ],
];

const claimsOf = (verdicts: Readonly<Record<string, Verdict>>): Claim[] =>
  ["p", "b", "e", "f", "g", "o", "l", "t"].map((id) => ({
    ...{ id, question: "", answer: "", claim: "", because: "", p: 0.01, effects: [] },
    ...{ verdict: verdicts[id] ?? "not settled", numbers: { byWeights: 9, bySlopes: 0.5 } },
  }));
const cure = (what: string, testError: number, cost: number): Cure => ({
  ...{ what, arm: "a", optimizer: "momentum", times: 1, testError, cost },
});
const base = [cure(PRETRAINING, 0.0306, 3), cure(NOTHING, 0.897, 1)];
const helps = { p: "supported", b: "supported" } as const;

describe("answerFrom", () => {
  it("is one sentence of at most 25 words, whatever was found", () => {
    for (const p of VERDICTS) {
      for (const b of VERDICTS) {
        for (const rest of VERDICTS) {
          const claims = claimsOf({ p, b, e: rest, g: rest, o: rest, l: rest, t: rest });
          for (let set = 0; set < 2 ** REMEDIES.length; set++) {
            const others = REMEDIES.filter((_, index) => set & (1 << index)).map((what) =>
              cure(what, 0.03, 1),
            );
            const answer = answerFrom(claims, [...base, ...others]);
            if (answer.split(" ").length > 25 || !/^[^.]*(\.\d+[^.]*)*\.$/.test(answer))
              expect(answer).toBe("");
          }
        }
      }
    }
  });

  it("names what a claim says to do as much, and of what no claim says so only that it seems to", () => {
    const cures = [...base, cure("normalized layers", 0.03, 1), cure("another activation", 0.031, 1)];
    expect(answerFrom(claimsOf({ ...helps, e: "supported" }), cures)).toBe(
      "Yes, pretraining helps, and its weights let more of the gradient through; but as much can be had for less with another activation.",
    );
    expect(answerFrom(claimsOf(helps), cures)).toBe(
      "Yes, pretraining helps, and its weights let more of the gradient through; but as much seems to be had for less with normalized layers.",
    );
  });

  it("says of random weights no more than that most is to be had, which is what is settled of them", () => {
    const g = claimsOf({ ...helps, g: "supported" });
    const most =
      "Yes, pretraining helps, and its weights let more of the gradient through; but most of that can be had for less with other random weights.";
    for (const error of [0.031, 0.0384, 0.16]) {
      expect(answerFrom(g, [...base, cure("other random weights", error, 1)])).toBe(most);
    }
    const falls = [...base, cure("other random weights", 0.17, 1)]; // half of the way is √(0.0306·0.897) = 0.1657
    expect(answerFrom(g, falls)).toMatch(/; nothing cheaper that was tried does as much\.$/);
    const e = claimsOf({ ...helps, e: "supported", g: "supported" });
    const both = [...base, cure("other random weights", 0.03, 1), cure("another activation", 0.031, 1)];
    expect(answerFrom(e, both)).toMatch(/; but as much can be had for less with another activation\.$/);
  });

  it("leaves out how it helps before it leaves out what does as much", () => {
    const cures = [...base, cure("a way around each layer", 0.03, 1)];
    expect(answerFrom(claimsOf(helps), cures)).toBe(
      "Yes, pretraining helps; but as much seems to be had for less with a way around each layer.",
    );
  });

  it("names nothing that costs more, or that is more than a point worse", () => {
    const cures = [...base, cure("more time", 0.03, 20), cure("another optimizer", 0.0407, 1)];
    expect(answerFrom(claimsOf(helps), cures)).toMatch(/; nothing cheaper that was tried does as much\.$/);
    expect(answerFrom(claimsOf(helps), base)).toMatch(/; no other cure was tried\.$/);
  });

  it("says no where pretraining does not help, and that it is not settled where it is not", () => {
    expect(answerFrom(claimsOf({ p: "refuted" }), base)).toBe(
      "No, pretraining does not help here: 3.06 % test error after it, 89.7 % without.",
    );
    expect(answerFrom(claimsOf({}), base)).toMatch(/^Whether pretraining helps here is not settled: /);
    expect(answerFrom(claimsOf(helps), [base[0]!])).toMatch(/did not compare/);
  });
});
