import { rangeError, show } from "../../check.ts";
import { checkOutFolder } from "../files/check-out.ts";
import { warnTo } from "../output.ts";
import { textOf } from "../read-option.ts";
import { STUDY_FILES } from "../study-run.ts";
import { quarantine } from "../trials/rejected-lines.ts";
import { holdsTrials, readTrials } from "../trials/trial-folder.ts";
import { markAsPart, openTrialLog } from "../trials/trial-log.ts";
import type { Command } from "./command.ts";

const action = "merge results of studies";

/** `layerwise study merge`. */
export const mergeCommand: Command = {
  name: "study merge",
  summary: "put the results of several folders into one",
  help: `layerwise study merge: the results of several folders, each trial once, into the trials.jsonl of one.

Usage
  layerwise study merge DIR… [--out DIR]

Options
  --out DIR    the folder that they go into, beside what it holds (default layerwise-study)

The folders themselves stay as they are. Lines that are no results go to trials.rejected.jsonl, with a warning. Run the study
with --resume and without --shard afterwards: it runs what is missing and draws the report.

Example
  npx layerwise study merge machine-1 machine-2 --out all
  npx layerwise study --budget full --out all --resume`,
  operands: 1,
  more: true,
  options: { out: { type: "string" } },
  async prepare(call) {
    const out = textOf(call, "out", "layerwise-study");
    for (const folder of call.operands) checkHoldsTrials(folder);
    checkOutFolder(action, out, STUDY_FILES);
    return async ({ output, errors }) => {
      const warn = warnTo(errors);
      const log = await openTrialLog(out, warn);
      const known = new Map(log.known.map((result) => [result.id, JSON.stringify(result)]));
      const { results, rejected } = await readTrials(...call.operands);
      quarantine(out, rejected, warn);
      for (const result of results.values()) {
        const there = known.get(result.id);
        if (there === undefined) log.append(result);
        else if (there !== JSON.stringify(result))
          warn(`trial ${result.id} has another result in ${out}, which stays`);
      }
      await log.finish([]);
      markAsPart(out);
      const total = new Set([...known.keys(), ...results.keys()]).size;
      output.line(`${out}: ${total} trial${total === 1 ? "" : "s"}, ${total - known.size} of them new`);
      return 0;
    };
  },
};

function checkHoldsTrials(folder: string): void {
  let holds = false;
  try {
    holds = holdsTrials(folder);
  } catch {} // what is no folder holds none
  if (!holds) throw rangeError(action, "folders that hold results of a study", show(folder));
}
