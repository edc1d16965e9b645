import { effectOf } from "../statistics/effect.ts";
import { bestLike, logTestError, meanOf, meanTestError } from "../statistics/evidence.ts";
import type { ClaimRule } from "./claim-rule.ts";
import { noTrials, percent } from "./words.ts";

/**
 * Whether a control does at least half of what pretraining does, on a logarithmic scale: from 90 % to 3 % half of the way is 16 %. Each
 * control is judged by itself.
 */
function controlClaim(id: string, tag: string, what: string): ClaimRule {
  return {
    id,
    question: `Do ${what} do half of what pretraining does?`,
    claim: `${what[0]!.toUpperCase()}${what.slice(1)} reproduce at least half of pretraining's gain, on a logarithmic scale`,
    yes: `Yes: ${what} do at least half of what pretraining does`,
    no: `No: ${what} do less than half of what pretraining does`,
    weigh(evidence) {
      const [rbm, classical] = [bestLike(evidence, { tag: "rbm" }), bestLike(evidence, { tag: "classical" })];
      if (rbm === undefined || classical === undefined)
        return noTrials({ rbm, "the classical start": classical });
      const control = bestLike(evidence, { tag });
      if (control === undefined) return noTrials({ [what]: control });
      const gain = evidence.paired([classical, rbm], (a, b) => logTestError(a!) - logTestError(b!));
      const half = evidence.paired([classical, rbm, control], (without, pretrained, random) => {
        const whole = logTestError(without!) - logTestError(pretrained!);
        return logTestError(without!) - logTestError(random!) - whole / 2;
      });
      const gained = effectOf(`test error, ${classical} / ${rbm}`, "times", gain, {
        threshold: 0,
        direction: "above",
      });
      const effect = effectOf(
        `test error, ${classical} / ${control}, over the root of ${classical} / ${rbm}`,
        "times",
        half,
        { threshold: 0, direction: "above" },
      );
      const errorOf = (arm: string): number => meanTestError(evidence, arm);
      const [from, to, reached] = [errorOf(classical), errorOf(rbm), errorOf(control)] as const;
      return {
        because:
          `Pretraining takes the test error from ${percent(from)} to ${percent(to)}, with half of the way, in logarithms, at ` +
          `${percent(Math.sqrt(from * to))}; ${control} takes it to ${percent(reached)}.`,
        premise: {
          effect: gained,
          otherwise: "Pretraining may gain nothing over the classical start: there is nothing to reproduce.",
        },
        effects: [effect],
        numbers: { "share of the gain": 0.5 + meanOf(half) / meanOf(gain) },
      };
    },
  };
}

/** (c1) The same numbers in random places. */
export const permutedDoes: ClaimRule = controlClaim("c1", "permuted", "the RBMs' weights in random order");

/** (c2) The same singular values in random directions. */
export const spectrumDoes: ClaimRule = controlClaim(
  "c2",
  "same spectrum",
  "random weights with the RBMs' singular values",
);

/** (c3) As much of the gradient, and nothing else of the RBMs. */
export const survivalDoes: ClaimRule = controlClaim(
  "c3",
  "same survival",
  "random weights that let as much of the gradient through",
);
