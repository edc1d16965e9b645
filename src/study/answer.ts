import { MARGIN } from "./claims/margins.ts";
import { list, percent, times } from "./claims/words.ts";
import { NOTHING, PRETRAINING, RANDOM_WEIGHTS } from "./cures.ts";
import type { Claim, Cure } from "./verdict.ts";

/** So many words are taken in at once, and so many remedies remembered. */
const MOST_WORDS = 25;
const MOST_NAMED = 3;

/** The answer in one sentence of at most 25 words. */
export function answerFrom(claims: readonly Claim[], cures: readonly Cure[]): string {
  const of = (id: string): Claim => claims.find((claim) => claim.id === id)!;
  const [pretrained, classical] = [PRETRAINING, NOTHING].map((what) =>
    cures.find((cure) => cure.what === what),
  );
  if (pretrained === undefined || classical === undefined) {
    return "This study did not compare pretraining with the classical start.";
  }
  const [after, without] = [percent(pretrained.testError), percent(classical.testError)];
  if (of("p").p === null) {
    const nothing = Math.min(pretrained.testError, classical.testError) - MARGIN;
    const about = cures.some(({ testError }) => testError < nothing) ? " of pretraining" : "";
    return `Nothing can be said${about} here: neither the pretrained net (${after} test error) nor the classical one (${without}) learns anything.`;
  }
  const errors = `${after} test error after it, ${without} without`;
  if (of("p").verdict === "refuted") return `No, pretraining does not help here: ${errors}.`;
  if (of("p").verdict === "not settled") return `Whether pretraining helps here is not settled: ${errors}.`;
  const how = of("b").verdict === "supported" ? howInWords(of("b")) : "";
  const sentences = [how, ""].flatMap((each) =>
    rivalsInWords(pretrained, classical, cures, claims).map(
      (rivals) => `Yes, pretraining helps${each}; ${rivals}.`,
    ),
  );
  return sentences.find((sentence) => words(sentence) <= MOST_WORDS) ?? "Yes, pretraining helps.";
}

function howInWords({ numbers: { byWeights = 1, bySlopes = 1 } }: Claim): string {
  return byWeights > 1 && bySlopes < 1
    ? ", and its weights let more of the gradient through"
    : ", and lets more of the gradient through";
}

/** The claims that say of a remedy that it comes within a point of pretraining. */
const DOES_AS_MUCH: Readonly<Record<string, string>> = {
  "another activation": "e",
  "another optimizer": "o",
  "a rate for each layer": "l",
  "more time": "t",
};

/**
 * What does as much for less, or most of it, said ever more shortly: as many remedies as are named, the best first. Those of which a claim
 * says that they do as much; else random weights, where it is settled that they come halfway for less; else those that seem to do as much.
 */
function rivalsInWords(
  pretrained: Cure,
  classical: Cure,
  cures: readonly Cure[],
  claims: readonly Claim[],
): readonly string[] {
  const others = cures.filter(({ what }) => what !== NOTHING && !what.startsWith("pretraining"));
  if (others.length === 0) return ["no other cure was tried"];
  const isSupported = (id: string | undefined): boolean =>
    claims.some((claim) => claim.id === id && claim.verdict === "supported");
  const rivals = others
    .filter(({ testError, cost }) => testError <= pretrained.testError + MARGIN && cost < pretrained.cost)
    .map(({ what }) => what);
  const settled = rivals.filter((what) => isSupported(DOES_AS_MUCH[what]));
  if (settled.length > 0) return naming("but as much can be had for less with", settled);
  const random = others.find(({ what }) => what === RANDOM_WEIGHTS);
  const halfway = Math.sqrt(classical.testError * pretrained.testError);
  if (isSupported("g") && random !== undefined && random.testError <= halfway)
    return [`but most of that can be had for less with ${RANDOM_WEIGHTS}`];
  return rivals.length > 0
    ? naming("but as much seems to be had for less with", rivals)
    : ["nothing cheaper that was tried does as much"];
}

const naming = (beginning: string, names: readonly string[]): readonly string[] =>
  [MOST_NAMED, 2, 1]
    .filter((count) => count <= names.length)
    .map((count) => `${beginning} ${list(names.slice(0, count))}`);

const words = (text: string): number => text.split(" ").filter((word) => /\w/.test(word)).length;

/** What stands behind it, in three sentences: the gradient, what pretraining does, and how sure that is. */
export function explanationFrom(claims: readonly Claim[], seeds: number): readonly [string, string, string] {
  const of = (id: string): Claim => claims.find((claim) => claim.id === id)!;
  return [whatHappens(of("a"), of("b")), whatPretrainingDoes(of("i"), claims), howSure(claims, seeds)];
}

function whatHappens(vanishes: Claim, changes: Claim): string {
  const [classical, factors] = [vanishes.numbers.survivingPerLayer, changes.numbers];
  const first =
    classical === undefined
      ? "What happens to the gradient at the classical start could not be asked"
      : `From the classical start ${percent(classical)} of the error signal survives each logistic layer on its way down${PREDICTED[vanishes.verdict]}`;
  if (factors.perLayer === undefined) return `${first}.`;
  const { perLayer, byWeights = 1, bySlopes = 1 } = factors;
  const isByWeights = perLayer > 1 && byWeights > 1 && bySlopes < 1;
  const [so, but] = isByWeights ? [", because", " while"] : [":", ", and"];
  return (
    `${first}; from a stack of RBMs ${times(perLayer)} as much survives${so} the weights pass on ` +
    `${times(byWeights)} as much per layer${but} the slopes leave ${times(bySlopes)}.`
  );
}

/** How the measured gradient stands to the predicted one. */
const PREDICTED: Readonly<Record<Claim["verdict"], string>> = {
  supported: ", as the theory of wide random nets (mean field) predicts",
  refuted: ", which is not the vanishing that mean field predicts",
  "not settled": " (whether that is what mean field predicts is not settled)",
};

function whatPretrainingDoes({ numbers }: Claim, claims: readonly Claim[]): string {
  const controls = claims
    .filter(({ id }) => /^c\d/.test(id))
    .flatMap(({ claim, numbers }) => {
      const share = numbers["share of the gain"];
      return share === undefined
        ? []
        : [`${percent(share)} (${lowerFirst(claim.replace(/ reproduce .*/s, ""))})`];
    });
  const frozen =
    numbers.frozen === undefined
      ? "What pretrained layers are worth before any gradient arrives could not be asked"
      : `With its hidden layers frozen a pretrained net ends at ${percent(numbers.frozen)} test error, with all trained at ${percent(numbers.trained!)}`;
  return controls.length === 0
    ? `${frozen}.`
    : `${frozen}; of its gain in the logarithm of the error, random weights alone reproduce ${list(controls)}.`;
}

const lowerFirst = (text: string): string => `${text[0]!.toLowerCase()}${text.slice(1)}`;

function howSure(claims: readonly Claim[], seeds: number): string {
  const settled = claims.filter(({ verdict }) => verdict !== "not settled").length;
  const asked = claims.filter(({ p }) => p !== null).length;
  if (asked === 0) return "No claim could be asked.";
  const paired = seeds === 1 ? "one seed" : `${seeds} paired seeds`;
  return (
    `${settled} of ${asked} claims that could be asked ${settled === 1 ? "is" : "are"} settled over ${paired}, ` +
    "at a risk of 5 % that any verdict is false."
  );
}
