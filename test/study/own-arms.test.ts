import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/index.ts";
import { conclude } from "../../src/study/conclude.ts";
import type { Claim } from "../../src/study/verdict.ts";
import type { OwnArms, Truth } from "../support/simulated-trials.ts";
import { changed, folklore, studyOf } from "../support/simulated-worlds.ts";

/** The claims of the folklore with arms of the caller's own beside the study's or instead of some. */
function claimsWith(
  own: OwnArms,
  truths: Readonly<Record<string, Truth | undefined>>,
): Readonly<Record<string, Claim>> {
  const random = new RandomStream(1, "own arms");
  const world = changed(folklore, { reference: truths });
  const { plan, trials } = studyOf(world, random, { own, seeds: 10, noise: () => random.normal() / 3 });
  return Object.fromEntries(conclude(plan, trials).claims.map((claim) => [claim.id, claim]));
}

const named = (claim: Claim | undefined): string => claim!.effects.map(({ name }) => name).join("; ");
const { reference } = folklore;

describe("conclude, on arms of the caller's own,", () => {
  it("takes a random start for the best random start where it is", () => {
    const claims = claimsWith(
      { mine: { kind: "random start", tags: [] } },
      { mine: { ...reference.isometric!, error: 0.02, loss: 0.06 } },
    );
    for (const id of ["g", "d2", "w"]) expect(named(claims[id]), id).toContain("mine");
    expect(claims.d2!.verdict).toBe("refuted");
    expect(claims.w!.verdict).toBe("refuted"); // the other task ends at .04
  });

  it("compares frozen layers with those of a random start of the caller's own that are better", () => {
    const own = { mine: { kind: "random start", tags: [] } } as const;
    const { i } = claimsWith(own, { mine: { error: 0.2, frozen: 0.09 } });
    expect(named(i)).toContain("frozen mine");
    expect(i!.verdict).toBe("refuted");
  });

  it.each([
    ["rbm", { rbm: undefined }, ["p", "b", "i", "e", "d1", "v"]],
    ["relu", { relu: undefined }, ["e"]],
    ["isometric", { isometric: undefined }, ["f"]],
    ["supervised", { "greedy supervised": undefined }, ["u"]],
    ["autoencoder", { autoencoder: undefined }, ["v"]],
    ["transfer", { transfer: undefined }, ["w"]],
    ["permuted", { "rbm permuted": undefined }, ["c1"]],
    ["same spectrum", { "rbm spectrum": undefined }, ["c2"]],
    ["same survival", { "same survival": undefined }, ["c3"]],
  ] as const)("takes one tagged %s for the study's own", (tag, gone, ids) => {
    const [name] = Object.keys(gone) as [string];
    const own = { mine: { kind: "pretrained", tags: [tag] } } as const;
    const claims = claimsWith(own, { ...gone, mine: reference[name] });
    for (const id of ids) {
      expect(claims[id]!.verdict, id).toBe("supported");
      expect(named(claims[id]), id).toContain("mine");
    }
  });

  it("takes one of the kind inputs for prepared inputs, and one of the classical start for the classical start", () => {
    const own = {
      mine: { kind: "inputs", tags: [] },
      old: { kind: "random start", tags: ["classical"] },
    } as const;
    const claims = claimsWith(own, {
      ...{ whitened: undefined, mine: reference.whitened, classical: undefined, old: reference.classical },
    });
    expect(named(claims.h)).toContain("mine − old");
    for (const id of ["p", "a", "h"]) expect(claims[id]!.verdict, id).toBe("supported");
  });

  it("takes one under another optimizer for what optimizers do, and for no start", () => {
    const own = { "mine + lion": { kind: "random start", tags: ["classical"] } } as const;
    const claims = claimsWith(own, {
      "classical + adam": undefined,
      "mine + lion": { ...reference.classical!, error: 0.02 },
    });
    expect(named(claims.o)).toContain("mine + lion");
    expect(claims.o!.verdict).toBe("supported");
    expect(named(claims.d2)).not.toContain("mine");
  });

  it("does not take an arm without kind or tag that a claim wants for any", () => {
    const with_ = claimsWith({ mine: { kind: "cure", tags: ["other"] } }, { mine: { error: 0.001 } });
    for (const claim of Object.values(with_)) expect(named(claim)).not.toContain("mine");
  });
});
