import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/index.ts";
import { claimRules } from "../../src/study/claims/all.ts";
import { conclude } from "../../src/study/conclude.ts";
import type { Claim } from "../../src/study/verdict.ts";
import type { Truth } from "../support/simulated-trials.ts";
import { type Changes, changed, folklore, studyOf } from "../support/simulated-worlds.ts";

const random = new RandomStream(1, "worlds");

/** The claims of ten seeds of a world whose figures vary by a hundredth, by their ids. */
function claimsOf(changes: Changes, seeds = 10): Readonly<Record<string, Claim>> {
  const { plan, trials } = studyOf(changed(folklore, changes), random, {
    seeds,
    noise: () => random.normal() / 3,
  });
  return Object.fromEntries(conclude(plan, trials).claims.map((claim) => [claim.id, claim]));
}

const ids = claimRules.map(({ id }) => id);
const { reference } = folklore;
const arm = (name: string, truth: Truth): Changes => ({
  reference: { [name]: { ...reference[name], ...truth } },
});
const stuck = (...names: string[]): Changes => ({
  reference: Object.fromEntries(names.map((name) => [name, { ...reference[name], error: 0.9 }])),
});
const without = (...names: string[]): Changes => ({
  reference: Object.fromEntries(names.map((name) => [name, undefined])),
});

describe("conclude", () => {
  it("asks 24 questions, each once", () => {
    expect(ids.join(" ")).toBe("p a b i c1 c2 c3 f e o l t h g d1 d2 r d3 k s x u v w");
    for (const { question, yes, no } of claimRules) {
      expect(question).toMatch(/^[A-Z].*\?$/);
      expect(yes).toMatch(/^Yes: /);
      expect(no).toMatch(/^No: /);
    }
  });

  const told = claimsOf({});
  it.each(ids)("supports claim %s where it is true, and answers its question with yes", (id) => {
    const { verdict, answer, because } = told[id]!;
    expect(verdict, because).toBe("supported");
    expect(answer).toBe(`${claimRules.find((rule) => rule.id === id)!.yes}.`);
    expect(because).not.toMatch(/NaN|undefined|Infinity/);
  });

  it.each<[string, string, Changes]>([
    ["p", "the pretrained net errs more", arm("rbm", { error: 0.7 })],
    ["a", "nothing vanishes", arm("classical", { survives: 0.99 })],
    ["a", "less vanishes than is predicted", arm("classical", { overPredicted: 1.5 })],
    ["a", "more vanishes than is predicted", arm("classical", { overPredicted: 0.5 })],
    ["b", "as much vanishes after pretraining", arm("rbm", { survives: 0.14 })],
    ["i", "the gradient comes through", arm("rbm", { survives: 0.98 })],
    ["i", "frozen random layers are as good", arm("isometric", { frozen: 0.1 })],
    ["c1", "the control does a fifth", arm("rbm permuted", { error: 0.4 })],
    ["c2", "the control does a fifth", arm("rbm spectrum", { error: 0.4 })],
    ["c3", "the control does nothing", arm("same survival", { error: 0.6 })],
    ["f", "isometric vanishes", arm("isometric", { survives: 0.3 })],
    ["f", "isometric trains worse", arm("isometric", { error: 0.7 })],
    ["e", "ReLU vanishes", arm("relu", { survives: 0.3 })],
    ["e", "ReLU trains worse", arm("relu", { error: 0.1 })],
    ["o", "Adam does not reach it", arm("classical + adam", { error: 0.2 })],
    ["l", "layer rates do not reach it", arm("classical + layer rates", { error: 0.2 })],
    ["t", "time does not reach it", { long: { classical: { error: 0.2 } } }],
    ["h", "prepared inputs do harm", arm("whitened", { error: 0.65 })],
    ["g", "RBMs cost next to nothing", arm("rbm", { pretrainingCost: 10 })],
    ["d1", "it fits worse", arm("rbm", { loss: 2.2 })],
    ["d2", "it errs more", arm("isometric", { error: 0.03, loss: 0.06 })],
    ["r", "it errs more", { long: { rbm: { error: 0.07, loss: 0.02 } } }],
    ["r", "it fits better", { long: { rbm: { error: 0.03, loss: 0.001 } } }],
    ["d3", "it errs more", { fewLabels: { isometric: { error: 0.1 } } }],
    ["k", "a shallow net errs less", { fewLabels: { shallow: { error: 0.1 } } }],
    [
      "x",
      "they spread more",
      {
        reference: {
          rbm: { ...reference.rbm, spread: 10 },
          isometric: { ...reference.isometric, spread: 0.1 },
        },
      },
    ],
    ["s", "it errs less", { narrow: { rbm: { error: 0.1 } } }],
    ["u", "labels do better", arm("greedy supervised", { error: 0.03 })],
    ["v", "autoencoders do better", arm("autoencoder", { error: 0.03 })],
    ["w", "the other task does not help", arm("transfer", { error: 0.2 })],
  ])("refutes claim %s where %s", (id, _, changes) => {
    const { verdict, answer, because } = claimsOf(changes)[id]!;
    expect(verdict, because).toBe("refuted");
    expect(answer).toBe(`${claimRules.find((rule) => rule.id === id)!.no}.`);
  });

  it.each<[string, Changes]>([
    ["p", stuck("rbm", "classical")],
    ["i", stuck("rbm", "isometric", "classical")],
    ["f", stuck("isometric", "classical")],
    ["e", stuck("relu", "rbm")],
    ["o", stuck("classical + adam", "rbm")],
    ["l", stuck("classical + layer rates", "rbm")],
    ["t", { ...stuck("rbm"), long: { classical: { error: 0.9 } } }],
    ["h", stuck("whitened", "classical")],
    ["d1", stuck("rbm", "classical")],
    ["d2", stuck("rbm", "isometric", "classical")],
    ["r", { long: { rbm: { error: 0.9 }, isometric: { error: 0.9 }, classical: { error: 0.9 } } }],
    ["d3", { fewLabels: { rbm: { error: 0.9 }, isometric: { error: 0.9 } } }],
    ["k", { fewLabels: { rbm: { error: 0.9 }, shallow: { error: 0.9 }, pca: { error: 0.9 } } }],
    ["x", stuck("rbm", "isometric", "classical")],
    ["s", { narrow: { rbm: { error: 0.9 }, isometric: { error: 0.9 } } }],
    ["u", stuck("rbm", "autoencoder", "greedy supervised")],
    ["v", stuck("rbm", "autoencoder")],
    ["w", stuck("transfer", "isometric", "classical")],
  ])("settles nothing on claim %s between nets that do not train, and says so", (id, changes) => {
    expect(claimsOf(changes)[id]).toMatchObject({
      ...{ verdict: "not settled", p: null, effects: [] },
      because:
        "Neither net does better than always naming the most frequent class, which errs in 90 %: neither trains.",
    });
  });

  it("settles no claim about controls where pretraining may gain nothing", () => {
    const claims = claimsOf(arm("rbm", { error: 0.6 }));
    for (const id of ["c1", "c2", "c3"]) {
      expect(claims[id]).toMatchObject({ verdict: "not settled", premise: { verdict: "not settled" } });
      expect(claims[id]!.because).toMatch(/^Pretraining may gain nothing over the classical start/);
    }
  });

  it.each([
    ["o", "classical + adam"],
    ["l", "classical + layer rates"],
  ])("leaves claim %s open where %s trains and no pretrained net does", (id, other) => {
    const pretrained = Object.keys(reference).filter((name) => name.startsWith("rbm"));
    const claim = claimsOf(stuck(...pretrained))[id]!;
    expect(claim).toMatchObject({ verdict: "not settled", p: null, effects: [] });
    expect(claim.because).toMatch(
      /^rbm\S* .*does no better than always naming|^rbm does no better than always naming/,
    );
    expect(claim.because).toContain(`: ${other} has nothing to come near to.`);
  });

  it("does not say of a random start that falls short of the target that it reaches it", () => {
    const { because, numbers } = claimsOf(arm("isometric", { error: 0.7 })).g!;
    const [, best, short] =
      /(\S+) falls short of \S+ % validation error, .* in (\d+) of 10 runs; these counted /.exec(because)!;
    expect(Number(short)).toBeGreaterThan(0);
    expect(numbers[`not reached, ${best}`]).toBe(Number(short));
    expect(claimsOf({}).g!.because).toMatch(/^\S+ reaches \S+ % validation error/);
  });

  it.each<[string, string, Changes]>([
    ["p", "the classical start", without("classical")],
    ["a", "the classical start", without("classical")],
    ["b", "rbm or the classical start", without("rbm", "classical")],
    ["i", "rbm", without("rbm")],
    ["c1", "the RBMs' weights in random order", without("rbm permuted")],
    ["c2", "random weights with the RBMs' singular values", without("rbm spectrum")],
    ["c3", "random weights that let as much of the gradient through", without("same survival")],
    ["f", "the isometric start", without("isometric")],
    ["e", "relu", without("relu")],
    ["o", "the classical start under another optimizer", without("classical + adam")],
    ["l", "the classical start with layer rates", without("classical + layer rates")],
    ["t", "the classical start with 20 times the epochs", { long: { classical: undefined } }],
    ["h", "prepared inputs", without("whitened")],
    ["g", "a random start", without("classical", "isometric")],
    ["d1", "rbm", without("rbm")],
    ["d2", "a random start", without("classical", "isometric")],
    ["r", "rbm with 20 times the epochs", { long: { rbm: undefined } }],
    ["d3", "rbm with 20 labels", { fewLabels: { rbm: undefined } }],
    ["k", "a simpler means with 20 labels", { fewLabels: { shallow: undefined, pca: undefined } }],
    ["x", "a random start", without("classical", "isometric")],
    ["s", "rbm at width 5", { narrow: { rbm: undefined } }],
    ["u", "greedy supervised", without("greedy supervised")],
    ["v", "autoencoders", without("autoencoder")],
    ["w", "transfer", without("transfer")],
  ])("leaves claim %s open without trials, and names what is missing: %s", (id, missing, changes) => {
    const claim = claimsOf(changes)[id]!;
    expect(claim).toMatchObject({ verdict: "not settled", p: null, effects: [] });
    expect(claim.because).toBe(`The study has no trials of ${missing}.`);
    expect(claim.answer).toMatch(/^Not settled: [a-z].*\?$/);
  });

  it("leaves claims open whose sweep the study has not", () => {
    const { plan, trials } = studyOf({ reference }, random);
    const claims = Object.fromEntries(conclude(plan, trials).claims.map(({ id, because }) => [id, because]));
    expect(claims.t).toBe("The study has one length of training.");
    expect(claims.d3).toBe("The study has one number of labels.");
    expect(claims.s).toBe("The study has one width.");
  });

  it.each<[string, Changes, string]>([
    ["f", arm("isometric", { error: 0.2 }), "lower than that of the classical start."],
    [
      "f",
      { reference: { classical: { error: 0.1 }, isometric: { error: 0.3 } } },
      "higher than that of the classical start.",
    ],
    ["e", arm("relu", { error: 0.4 }), "higher than that of the pretrained logistic net."],
    ["d2", arm("isometric", { error: 0.4 }), "lower than that of isometric."],
    ["s", { narrow: { rbm: { error: 0.5 } } }, "higher than that of the best random start"],
  ])("says of claim %s which of two test errors is the lower", (id, changes, words) => {
    expect(claimsOf(changes)[id]!.because).toMatch(new RegExp(`test error is \\d[\\d.]* points ${words}`));
  });

  it("settles nothing with three seeds", () => {
    for (const { verdict, id } of Object.values(claimsOf({}, 3))) expect(verdict, id).toBe("not settled");
  });
});
