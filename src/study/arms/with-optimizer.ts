import type { Arm } from "../arm.ts";
import type { TrialOptimizer } from "../optimizers/trial-optimizer.ts";

/** Between the name of a start and that of its optimizer. */
export const WITH = " + ";

/** The same start under another optimizer. */
export function crossed(arm: Arm, optimizer: TrialOptimizer): Arm {
  return Object.freeze({
    ...arm,
    name: `${arm.name}${WITH}${optimizer.name}`,
    description: `${arm.description}; ${optimizer.description}`,
    optimizer,
  });
}
