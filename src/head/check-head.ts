import { checkNames } from "../check/own-name.ts";
import { checkMethods, checkOneOf, rangeError } from "../check.ts";
import { heads } from "./all.ts";
import type { Head, TargetKind } from "./head.ts";

const kinds: readonly TargetKind[] = ["distribution", "probabilities", "numbers"];

/** Refuses what is no head, and a distribution over one output: it is always 1, whatever the network learns. */
export function checkHead(action: string, head: Head, outputs = 2): void {
  checkMethods(action, "head to be the object softmax, logistic or linear", head, "apply");
  checkMethods(action, "loss of the head to be a loss", head.loss, "value", "gradient");
  checkNames(action, "a head", [head], heads);
  const kind = targetKindOf(head);
  checkOneOf(action, "head.targets", kind, kinds);
  if (kind === "distribution" && outputs === 1) {
    const expected = `at least 2 outputs under ${head.name} (one output is logistic for yes or no, linear for a number)`;
    throw rangeError(action, expected, "1");
  }
}

/** What the outputs of a head model. */
export function targetKindOf({ targets = "probabilities" }: Head): TargetKind {
  return targets;
}
