import type { DataFacts, RunFacts } from "../evidence.ts";
import { hiddenLayers } from "../hidden-layers.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";
import { timesCell } from "./vanishing.ts";

/**
 * So many times the error signal of the last hidden layer at the first: the other side of the border of vanishing, as one step that suits
 * the one is as far off for the other (Pascanu, Mikolov, Bengio, ICML 2013, section 2.2).
 */
export const EXPLODING = 20;
const EXPLODED = 100;
/** A loss before training that is so many times that of a guess comes from outputs that have grown from layer to layer. */
const FAR_OUT = 5;

/** The loss of who knows nothing, not even how often each class comes: −ln(1/classes), which a net begins with. */
function lossOfGuess({ chanceLoss }: RunFacts, data: DataFacts | undefined): number {
  const classes = (data?.classShares ?? []).filter((share) => share > 0).length;
  return classes > 0 ? Math.log(classes) : chanceLoss;
}

/** The error signal, or what goes up to the outputs, grows from layer to layer. */
export const exploding: Illness = (evidence) => {
  const { before, run, data } = evidence;
  const { surviving, loss } = before ?? {};
  const layer = hiddenLayers(before)[0]?.path ?? "0";
  const remedies = ["start", "normalization", "activation", "optimizer", "rate"] as const;
  if (surviving !== undefined && surviving > EXPLODING) {
    const { survivingBySlopes = 1, survivingByWeights = surviving } = before!;
    return {
      ...{
        id: "exploding",
        severity: severityOf(evidence, surviving > EXPLODED),
        layer,
        figure: surviving,
        border: EXPLODING,
      },
      text: `The gradient explodes: the error signal at the first hidden layer is ${timesCell(surviving)} that at the last (more than ${EXPLODING} is much).`,
      evidence: { survivingBySlopes, survivingByWeights },
      remedies,
    };
  }
  const guess = run && lossOfGuess(run, data);
  const ratio = guess === undefined || loss === undefined ? 0 : loss / guess;
  if (hiddenLayers(before).length < 2 || !(ratio > FAR_OUT)) return undefined;
  const { activationSpread = 0, path } = hiddenLayers(before).at(-1) ?? {};
  return {
    ...{
      id: "exploding",
      severity: severityOf(evidence, ratio > 10 * FAR_OUT),
      layer: path ?? layer,
      figure: ratio,
      border: FAR_OUT,
    },
    text: `The outputs explode: before training the loss is ${timesCell(ratio)} that of a guess (more than ${FAR_OUT} is much).`,
    evidence: { lossBefore: loss!, lossOfGuess: guess!, activationSpread },
    remedies,
  };
};
