import { formatNumber } from "../../display/table.ts";
import type { Evidence } from "../evidence.ts";
import type { Finding } from "../finding.ts";
import type { Illness } from "../illness.ts";
import { lossLeft, severityOf } from "../severity.ts";
import { updateRatios } from "../update-ratio.ts";
import { SMALL_UPDATES } from "./rate-too-small.ts";

/**
 * One update that is larger than the weights throws away what was there; about 10⁻³ is taken for right
 * (Stanford's CS231n, "Ratio of weights:updates"), and measured here the first update of a good run is never above a twentieth.
 */
export const LARGE_UPDATE = 1;
/** The same of the updates in the middle of all. */
const LARGE_UPDATES = 0.1;
/** A training loss that ends so many times that of chance, above where it began, and no longer falls knows less than nothing. */
const WORSE = 1.05;
const STILL_FALLS = 0.9;

/** Each update throws the weights about, until the loss rises or stops being a number. */
export const rateTooLarge: Illness = (evidence) => {
  const { run, during = [] } = evidence;
  const ratios = updateRatios(during);
  const left = run ? lossLeft(run) : undefined;
  const found = (finding: Pick<Finding, "severity" | "text" | "figure" | "border">): Finding => ({
    id: "rate-too-large",
    ...finding,
    evidence: {
      ...(ratios && { largestUpdate: ratios.largest, medianUpdate: ratios.median }),
      ...(left !== undefined && { lossLeft: left }),
    },
    remedies: ["rate", "inputs", "optimizer", "normalization", "start"],
  });
  const epoch = (run?.losses.length ?? 0) + 1;
  if (run?.notFinite !== undefined) {
    return found({
      ...{ severity: "wrong", figure: epoch, border: 0 },
      text: `The numbers of the net went out of range in epoch ${epoch}: each update went further than the one before.`,
    });
  }
  if (ratios) {
    const isOne = ratios.largest > LARGE_UPDATE;
    const [figure, border] = isOne ? [ratios.largest, LARGE_UPDATE] : [ratios.median, LARGE_UPDATES];
    const what = isOne ? "one update changed" : "an update changes";
    if (figure > border) {
      return found({
        ...{ severity: severityOf(evidence, true), figure, border },
        text: `The learning rate is too large: ${what} the weights by ${formatNumber(figure, 2)} of themselves (more than ${border} is much).`,
      });
    }
  }
  const isMoving = ratios === undefined || ratios.largest > SMALL_UPDATES;
  const began = evidence.before?.loss ?? 0;
  return left !== undefined && left > WORSE && run!.losses.at(-1)! > began && isMoving && !isFalling(run)
    ? found({
        ...{ severity: "wrong", figure: left, border: WORSE },
        text: `The learning rate is too large: training ends at ${formatNumber(left, 3)} times the loss of chance (more than ${WORSE} is worse than knowing nothing).`,
      })
    : undefined;
};

/** Whether the loss ends well below where it began, so that it only began far out. */
const isFalling = (run: Evidence["run"]): boolean => run!.losses.at(-1)! < STILL_FALLS * run!.losses[0]!;
