import { describe, expect, it } from "vitest";
import { isUnitImage } from "../../../src/data/into-unit-interval.ts";
import type { Finding, FindingId, Severity } from "../../../src/findings/finding.ts";
import { causesOf } from "../../../src/study/diagnose/causes.ts";
import { checkCall } from "../../../src/study/diagnose/check-call.ts";
import { examine } from "../../../src/study/diagnose/examine.ts";
import { partsBySeed } from "../../../src/study/diagnose/parts.ts";
import { planWork } from "../../../src/study/diagnose/plan-work.ts";
import { mostPromising } from "../../../src/study/diagnose/rank.ts";
import type { Recipe } from "../../../src/study/diagnose/recipe.ts";
import { remediesFor } from "../../../src/study/diagnose/remedies.ts";
import { errorNotes } from "../../../src/study/diagnose/show-diagnosis.ts";
import { answerOf } from "../../../src/study/diagnose/words.ts";
import { drawCase } from "../../support/ill-nets.ts";

const finding = (id: FindingId, severity: Severity = "wrong"): Finding => ({
  ...{
    id,
    severity,
    text: `It is ${id} (more than 1 is much).`,
    figure: 1,
    border: 0,
    evidence: {},
    remedies: [],
  },
});

describe("causesOf", () => {
  it("leaves out what a cause explains, and nothing where no cause is more than a note", () => {
    const caused = [finding("constant-outputs"), finding("one-class"), finding("plateau")];
    const idsOf = (findings: readonly Finding[]) => causesOf(findings).map(({ id }) => id);
    expect(idsOf([finding("underflow"), ...caused])).toEqual(["underflow"]);
    expect(idsOf([...caused, finding("saturation", "note")])).toHaveLength(4);
  });
});

describe("mostPromising", () => {
  it.each<[FindingId, string]>([
    ["underflow", "paths"],
    ["rate-too-small", "inputs"],
  ])("tries, for %s, %s among three of different kinds", async (kind, expected) => {
    const { net, dataset, options } = drawCase(kind, "rank");
    const { checked, task, asked, given } = checkCall("diagnose a net", net, dataset, {
      budget: 2,
      ...options,
    });
    const { recipe, sizes } = planWork(asked, dataset, task, given, checked);
    const parts = partsBySeed(dataset, sizes);
    const running = { task, given, seed: 1, balanced: false, signal: undefined };
    const { findings } = await examine(recipe, parts(1, recipe.inputs), running);
    const remedies = remediesFor(recipe, findings, isUnitImage(dataset));
    const kinds = (await mostPromising(remedies, findings, parts, running)).map((remedy) => remedy.kind);
    expect(new Set(kinds).size).toBe(3);
    expect(kinds).toContain(expected);
  });
});

describe("answerOf", () => {
  const told = {
    healthy: false,
    hopeless: false,
    balanced: false,
    task: { inputs: 2, outputs: 2, numeric: false },
  };

  it("does not say that labels cannot be told where a remedy tells them", () => {
    const findings = [finding("labels-untellable", "suspicious"), finding("uneven-classes", "suspicious")];
    const tried = (id: string, testError: number, mean: number) =>
      ({
        id,
        what: id,
        testError,
        gain: id === "leave it" ? null : { mean, low: mean / 2, high: 2 * mean },
      }) as never;
    const [winner, left] = [tried("class-weights", 0.2, 0.3), tried("leave it", 0.5, 0)];
    const answer = (helps: boolean) =>
      answerOf({ ...told, findings, tried: [winner, left], winner: helps ? winner : undefined });
    expect(answer(true)).toMatch(/^It is uneven-classes\. What helps most: class-weights\./);
    expect(answer(false)).toMatch(/^It is labels-untellable\. Of what was tried nothing is surely better/);
  });

  it("says what helps where a remedy refutes all that was found", () => {
    const left = { id: "leave it", what: "it", testError: 0.5, gain: null } as never;
    const gain = { mean: 0.3, low: 0.2, high: 0.4 };
    const winner = { id: "pretraining", what: "a stack of RBMs", testError: 0.2, gain } as never;
    const findings = [finding("labels-untellable", "suspicious")];
    expect(answerOf({ ...told, findings, tried: [winner, left], winner })).toMatch(
      /^What helps most: a stack of RBMs\. It brings the test error from 50 % to 20 %/,
    );
  });

  it("says that there are too few examples where nothing helps and more of them might", () => {
    const left = { id: "leave it", what: "it", testError: 0.4, gain: null } as never;
    const other = {
      id: "paths",
      what: "paths",
      testError: 0.5,
      gain: { mean: -0.1, low: -0.3, high: 0.1 },
    } as never;
    const few = { ...finding("labels-untellable", "suspicious"), evidence: { unseen: 0.2 } };
    const answer = (...findings: Finding[]) =>
      answerOf({ ...told, findings, tried: [left, other], winner: undefined });
    expect(answer(finding("memorizing"), few)).toBe(
      "It is memorizing. Of what was tried nothing is surely better than leaving it. There are too few examples to say more.",
    );
    expect(answer(finding("memorizing"))).not.toContain("too few");
  });
});

describe("errorNotes", () => {
  it("say what errors are where they are not shares of examples, and something was tried", () => {
    const remedies = [{}] as never;
    const uneven = [finding("uneven-classes", "note")];
    expect(errorNotes({ data: { classes: 2 } as never, findings: [], remedies })).toEqual([]);
    expect(errorNotes({ data: { classes: 2 } as never, findings: uneven, remedies })).toEqual([
      "The test error is the mean over the classes of that of each, since they are uneven.",
    ]);
    expect(errorNotes({ data: { targets: 1 } as never, findings: [], remedies })).toEqual([
      "The test error is the share of the variance that is left.",
    ]);
    expect(errorNotes({ data: { targets: 1 } as never, findings: [], remedies: [] })).toEqual([]);
  });
});

describe("remediesFor", () => {
  it("has no remedy twice under two names: a start that the net has already is none", () => {
    const recipe: Recipe = {
      ...{
        inputs: "as they are",
        layers: [8],
        activation: "relu",
        start: "heNormal",
        body: "plain",
        dropout: 0,
      },
      ...{ pretraining: false, optimizer: "sgd", rate: 0.1, epochs: 2, batchSize: 20 },
      ...{ earlyStopping: false, classWeights: false },
    };
    const idsOf = (findings: readonly Finding[]) => remediesFor(recipe, findings, true).map(({ id }) => id);
    expect(idsOf([])).toContain("rate");
    expect(idsOf([])).toContain("adam");
    expect(idsOf([finding("inputs-size")])).toContain("inputs");
    for (const ids of [idsOf([]), idsOf([finding("inputs-size")])]) {
      expect(ids).not.toContain("start");
      expect(ids).not.toContain("start + adam");
    }
  });
});
