import { formatNumber, percentCell } from "../../display/table.ts";
import type { Finding } from "../../findings/finding.ts";
import { causesOf } from "./causes.ts";
import type { TriedRemedy } from "./diagnosis.ts";
import type { Recipe, Task } from "./recipe.ts";
import { trainerByName } from "./trainers.ts";

/** What an answer is made of. */
export interface Answered {
  readonly findings: readonly Finding[];
  readonly healthy: boolean;
  /** Whether no net could help. */
  readonly hopeless: boolean;
  readonly tried: readonly TriedRemedy[];
  readonly winner: TriedRemedy | undefined;
  readonly balanced: boolean;
  readonly task: Task;
}

/** What is wrong, and what to do, in a sentence or two. */
export function answerOf({ findings, healthy, hopeless, tried, winner, balanced, task }: Answered): string {
  if (healthy) {
    const notes =
      findings.length === 0
        ? ""
        : `, but for ${findings.length === 1 ? "a note" : `${findings.length} notes`}`;
    return `Nothing is wrong with this net${notes}: there is nothing to change.`;
  }
  const told = findings.filter(({ id }) => winner === undefined || id !== "labels-untellable"); // which a winner refutes
  const [cause] = causesOf(told);
  const what = cause?.text.replace(/ \((more|less) than [^)]*\)/, "") ?? "";
  if (hopeless) return `${what} Look at the data first: no remedy of the net was tried.`;
  if (tried.length === 0) return what;
  const asIs = tried.find(({ gain }) => gain === null)!;
  const best = tried.reduce((a, b) => (b.testError < a.testError ? b : a));
  if (winner === undefined) {
    const unsure = "Of what was tried nothing is surely better than leaving it";
    const mean = best === asIs ? "" : `: in the mean ${best.id} errs ${gainCell(best)}`;
    const isFew = findings.some(({ evidence }) => "unseen" in evidence);
    const more = isFew ? "There are too few examples to say more." : "A larger budget may settle it.";
    return `${what} ${unsure}${mean}.${isFew || best !== asIs ? ` ${more}` : ""}`;
  }
  const error = task.numeric
    ? "the share of the variance that is left"
    : balanced
      ? "the test error, each class counting alike,"
      : "the test error";
  const helps = `What helps most: ${winner.what}. It brings ${error} from ${percentCell(asIs.testError)} to ${percentCell(winner.testError)}, ${gainCell(winner)}.`;
  return cause ? `${what} ${helps}` : helps;
}

/** What a remedy gains, with its interval: "85.8 points less (81.2 to 90.4)". */
export function gainCell({ gain }: TriedRemedy): string {
  if (gain === null) return "";
  const points = (share: number | null): string => (share === null ? "?" : formatNumber(100 * share, 3));
  const size = formatNumber(Number(Math.abs(100 * gain.mean).toFixed(9)), 3); // rounding errors are no gain
  const opposite = (share: number | null): number | null => share && -share;
  if (gain.mean < 0)
    return `${size} points more (${points(opposite(gain.high))} to ${points(opposite(gain.low))})`;
  return `${size} points less (${points(gain.low)} to ${points(gain.high)})`;
}

/** A net and its training in a line. */
export function describeRecipe(recipe: Recipe): string {
  const widths = recipe.layers;
  const same = new Set(widths).size === 1;
  const shape =
    widths.length === 0
      ? "no hidden layer"
      : `${widths.length} hidden layer${widths.length === 1 ? "" : "s"} of ${same ? widths[0] : widths.join(", ")}`;
  const body = { plain: "", normalized: ", normalized", residual: ", with ways around" }[recipe.body];
  const start = recipe.pretraining ? "a stack of RBMs" : recipe.start;
  return (
    `${shape} ${widths.length === 0 ? "" : `${recipe.activation} units from ${start}${body}`}; inputs ${recipe.inputs}; ` +
    `${trainerByName("describe a net", recipe.optimizer).description} at rate ${recipe.rate}, ${recipe.epochs} epochs in batches of ${recipe.batchSize}`
  );
}
