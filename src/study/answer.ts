import { formatNumber } from "../display/table.ts";
import type { ArmSummary, Claim, Verdict } from "./verdict.ts";

/** How a verdict leads into what was claimed. */
const SAID: Readonly<Record<Verdict, string>> = {
  supported: "the evidence supports that",
  refuted: "the evidence is against the claim that",
  "not settled": "these trials do not settle whether",
};

/** How the measured gradient stands to the predicted one. */
const PREDICTED: Readonly<Record<Verdict, string>> = {
  supported: ", as mean field predicts",
  refuted: ", which is not the vanishing that mean field predicts",
  "not settled": " (whether that is what mean field predicts is not settled)",
};

/** The answer in three sentences: the gradient, pretraining, and what does as well. */
export function answerFrom(
  claims: readonly Claim[],
  arms: readonly ArmSummary[],
): readonly [string, string, string] {
  const of = (id: string): Claim => claims.find((claim) => claim.id === id)!;
  return [whatHappens(of("a"), of("b")), whatPretrainingDoes(of("i"), of("c"), arms), whatElse(claims, arms)];
}

function whatHappens(vanishes: Claim, changes: Claim): string {
  const [classical, factors] = [vanishes.numbers.survivingPerLayer, changes.numbers];
  const first =
    classical === undefined
      ? "What happens to the gradient at the classical start was not measured"
      : `At the classical start ${percent(classical)} of the error signal survives each logistic layer${PREDICTED[vanishes.verdict]}`;
  if (factors.perLayer === undefined) return `${first}.`;
  return (
    `${first}; from a stack of RBMs ${formatNumber(factors.perLayer, 3)} times as much survives, because the weights pass on ` +
    `${formatNumber(factors.byWeights!, 3)} times as much per layer while the slopes leave ${formatNumber(factors.bySlopes!, 3)} times.`
  );
}

function whatPretrainingDoes(bypass: Claim, controls: Claim, arms: readonly ArmSummary[]): string {
  const [rbm, classical] = [errorOf(arms, "rbm"), errorOf(arms, "classical")];
  const errors =
    rbm === undefined || classical === undefined
      ? ""
      : `The pretrained net ends at ${percent(rbm)} test error and the classical one at ${percent(classical)}; `;
  const text =
    `${errors}${SAID[bypass.verdict]} pretraining bypasses the vanishing gradient rather than cures it, and ` +
    `${SAID[controls.verdict]} weights of the same scale without its structure would do at least half as much.`;
  return text[0]!.toUpperCase() + text.slice(1);
}

function whatElse(claims: readonly Claim[], arms: readonly ArmSummary[]): string {
  const named = [
    ["isometric", "with the isometric start of the same logistic net"],
    ["4x glorot", "with four times Glorot's weights"],
    ["relu", "with ReLU"],
    ["whitened", "with prepared inputs"],
  ] as const;
  const reached = named.flatMap(([arm, words]) => {
    const error = errorOf(arms, arm);
    return error === undefined ? [] : [`${percent(error)} ${words}`];
  });
  const few = fewLabels(claims.find(({ id }) => id === "d3")!);
  const settled = claims.filter(({ verdict }) => verdict !== "not settled").length;
  const seeds = Math.max(...arms.map((arm) => arm.seeds), 0);
  const sure = `${settled} of ${claims.length} claims ${settled === 1 ? "is" : "are"} settled over ${seeds} paired seeds, at a risk of 5 % that any verdict is false`;
  return reached.length === 0
    ? `No other start or activation was tried; ${sure}.`
    : `Without any pretraining the same depth reaches a test error of ${list(reached)}; ${few}${sure}.`;
}

function fewLabels({ verdict, effects, numbers }: Claim): string {
  if (verdict === "not settled") return "";
  const lead = `${formatNumber(100 * Math.abs(effects[0]!.mean), 3)} points`;
  const place = verdict === "supported" ? "ahead of" : "behind";
  return `with ${numbers.labels} labels pretraining is ${lead} ${place} the best random start; `;
}

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

const percent = (share: number): string => `${formatNumber(100 * share, 3)} %`;

/** The test error of an arm in the deepest net. */
function errorOf(arms: readonly ArmSummary[], name: string): number | undefined {
  const depth = Math.max(...arms.map((arm) => arm.depth));
  return arms.find((arm) => arm.arm === name && arm.depth === depth)?.bestTestError;
}
