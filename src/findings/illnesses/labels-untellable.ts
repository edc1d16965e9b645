import { formatNumber, percentCell } from "../../display/table.ts";
import type { Illness } from "../illness.ts";

/** More examples than this whose inputs come with another label more often: no net can tell them. */
export const CONTRADICTED = 0.05;
const MANY = 0.2;
/**
 * The nearest neighbor, or a net beside one that was trained on shuffled labels, tells less than this beyond chance, in standard
 * deviations: one of a hundred shuffles of the labels tells more.
 */
export const NEIGHBOR = 2.33;
/** The net itself is no surer to do better than chance: so many standard errors of its validation error. */
const SURE = 2;
/** With fewer examples nothing can be said. */
const FEWEST = 50;
/** With fewer examples of a class its neighbors say little. */
const FEW = 30;
/** A net that does so much better than chance would be much better than none: where it would not be seen nothing can be said of the labels. */
const UNSEEN = 0.15;

/**
 * The inputs do not say what the labels are: they contradict each other, or tell no more of them than of shuffled ones. Where there are so
 * few examples that they could tell something and nobody would see it, that is what is said.
 */
export const labelsUntellable: Illness = ({ data, run, beyondShuffled }) => {
  if (data === undefined) return undefined;
  const { contradicted = 0, neighborScore, examples } = data;
  if (contradicted > CONTRADICTED) {
    return {
      ...{
        id: "labels-untellable",
        severity: contradicted > MANY ? "wrong" : "suspicious",
        figure: contradicted,
        border: CONTRADICTED,
      },
      text: `The inputs cannot tell the labels: ${percentCell(contradicted)} of the examples have the same inputs as others of another class (more than ${percentCell(CONTRADICTED)} is much).`,
      evidence: { neighborScore },
      remedies: [],
    };
  }
  const { validationError = 0, chanceError = 1, validationExamples = 1 } = run ?? {};
  // Of numbers the share of the variance that is told is r², and the standard error of r is 1/√examples.
  const luck = data.classShares
    ? SURE * Math.sqrt((chanceError * (1 - chanceError)) / validationExamples)
    : SURE ** 2 / validationExamples;
  const noBetter = chanceError - luck;
  if (examples < FEWEST || !(neighborScore < NEIGHBOR && validationError > noBetter)) return undefined;
  if (beyondShuffled !== undefined && !(beyondShuffled < NEIGHBOR)) return undefined;
  const rarest = examples * Math.min(1, ...(data.classShares ?? []).filter((share) => share > 0));
  const few =
    rarest < FEW
      ? `${Math.round(rarest)} of the rarest class`
      : luck > UNSEEN
        ? `${validationExamples} to validate with`
        : undefined;
  const severity = few === undefined ? "wrong" : "suspicious";
  const [one, all] = data.classShares ? ["label", "labels"] : ["number", "numbers"];
  const beside =
    beyondShuffled === undefined
      ? ""
      : `; a plain net that learns them tells others no better than one that learns shuffled ${all} (${formatNumber(beyondShuffled, 2)} standard errors beyond it)`;
  return {
    ...{ id: "labels-untellable", severity, figure: neighborScore, border: NEIGHBOR },
    text: `${few === undefined ? `The inputs do not tell the ${all}` : `There are too few examples, ${few}, to say whether the inputs tell the ${all}`}: an example's nearest neighbor knows its ${one} no better than chance does (${formatNumber(neighborScore, 2)} standard deviations beyond it, where less than ${NEIGHBOR} is nothing), and neither does the net${beside}.`,
    evidence: {
      ...{ validationError, chanceError },
      ...(beyondShuffled !== undefined && { beyondShuffled }),
      ...(few !== undefined && { unseen: luck }),
    },
    remedies: [],
  };
};
