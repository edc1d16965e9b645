import { formatNumber, percentCell } from "../../display/table.ts";
import type { FindingId, RemedyId } from "../finding.ts";
import { hiddenLayers } from "../hidden-layers.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";

/**
 * Less of the error signal than this at the first hidden layer: measured here, where logistic nets of that depth begin to stay at chance
 * under gradient descent (Glorot, Bengio, AISTATS 2010, section 4.2, show the same by layer).
 */
export const VANISHING = 0.02;
/** Less than this leaves the lower layers as they started, whatever the rate of the upper ones. */
const VANISHED = 0.005;
/** Who has more than this share of the logarithm of what is lost is the cause. */
const CAUSE = 2 / 3;

const remedies: readonly RemedyId[] = [
  ...(["activation", "normalization", "start", "optimizer", "paths", "pretraining"] as const),
];

/** The error signal fades on its way down, by the slopes, by the weights or by both: Hochreiter 1991. */
export const vanishing: Illness = (evidence) => {
  const report = evidence.before ?? evidence.after;
  const { surviving, survivingBySlopes = 0, survivingByWeights } = report ?? {};
  if (surviving === undefined || !(surviving < VANISHING)) return undefined;
  const [slopes, weights] = [survivingBySlopes, survivingByWeights ?? 1].map((part) =>
    Math.max(0, -Math.log(part)),
  );
  const share = slopes === Number.POSITIVE_INFINITY ? 1 : slopes! / (slopes! + weights! || 1);
  const [id, cause]: [FindingId, string] =
    share > CAUSE
      ? ["vanishing-by-slopes", "by the slopes of its units"]
      : share < 1 - CAUSE
        ? ["vanishing-by-weights", "by weights that are too small"]
        : ["vanishing", "by the slopes of its units and by weights that are too small"];
  const hidden = hiddenLayers(report);
  return {
    id,
    severity: severityOf(evidence, surviving < VANISHED),
    text: `The gradient vanishes ${cause}: ${percentCell(surviving)} of the error signal at the last hidden layer is left at the first (less than ${percentCell(VANISHING)} is little).`,
    layer: hidden[0]?.path ?? "0",
    figure: surviving,
    border: VANISHING,
    evidence: {
      survivingBySlopes,
      ...(survivingByWeights !== undefined && { survivingByWeights }),
      ...(report?.survivingPerLayer !== undefined && { survivingPerLayer: report.survivingPerLayer }),
      hiddenLayers: hidden.length,
    },
    remedies:
      id === "vanishing-by-weights" ? ["start", ...remedies.filter((each) => each !== "start")] : remedies,
  };
};

/** A figure of the gradient in words. */
export const timesCell = (factor: number): string => `${formatNumber(factor, 3)} times`;
