import type { Kind } from "./case.ts";
import { commandLines } from "./command-lines.ts";
import { csvFiles } from "./csv-files.ts";
import { farNumbers } from "./far-numbers.ts";
import { gzipFiles, idxFiles } from "./idx-files.ts";
import { ownParts } from "./own-parts.ts";
import { savedModels } from "./saved-models.ts";
import { trialLines } from "./trial-lines.ts";
import { oneWrongValue, twoWrongValues } from "./wrong-arguments.ts";

/** What is tried within a process; another kind is one more here. */
export const kinds: readonly Kind[] = [
  oneWrongValue,
  twoWrongValues,
  farNumbers,
  ownParts,
  csvFiles,
  idxFiles,
  gzipFiles,
  savedModels,
  trialLines,
  commandLines,
];

/** How many of so many cases are of each kind. */
export function countsOf(chosen: readonly Kind[], cases: number): number[] {
  const whole = chosen.reduce((sum, { share }) => sum + share, 0);
  return chosen.map(({ share }) => Math.ceil((cases * share) / whole));
}
