import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import { makeFolder } from "../files/make-folder.ts";
import { writeWhole } from "../files/write-whole.ts";
import { conclude } from "../study/conclude.ts";
import { drawPictures } from "../study/pictures.ts";
import { planStudy } from "../study/plan.ts";
import { runTrials } from "../study/run-study.ts";
import type { StudyPlan } from "../study/study-plan.ts";
import type { TrialResult } from "../study/trial-result.ts";
import { trialRunner } from "../study/trial-runner.ts";
import { comparisonTrials } from "../study/trials-of-plan.ts";
import { quoted } from "./command-line.ts";
import type { CommandIO } from "./commands/command.ts";
import { inOneLine, type Output, warnTo } from "./output.ts";
import { showProgress } from "./progress.ts";
import { queueTrials } from "./queue/queue-trials.ts";
import { stopCode } from "./stop.ts";
import type { StudyCall } from "./study-call.ts";
import { type ClaimingExecutor, sharedTrials } from "./trials/shared-trials.ts";
import { openClaims } from "./trials/trial-claims.ts";
import { markAsPart, openTrialLog } from "./trials/trial-log.ts";
import { verdictText } from "./verdict-text.ts";
import { startWorkers } from "./workers.ts";

/** What a study writes into its folder. */
export const STUDY_FILES = {
  files: ["trials.jsonl", "trials.rejected.jsonl", "verdict.json", "report.html"],
  folders: ["plots", "claims"],
} as const;

/** Where it says how far it has come: with --json the output is one document. */
const progressOf = ({ json }: StudyCall, { output, errors }: CommandIO): Output => (json ? errors : output);

/**
 * Runs a study: trials into the folder as they end, then `trials.jsonl`, `verdict.json`, `report.html` and the plots.
 *
 * @returns The exit code: 0, or that of the signal which stopped it. What had ended is in the folder then.
 */
export async function runStudyCommand(call: StudyCall, dataset: Dataset, io: CommandIO): Promise<number> {
  const plan = await planStudy(dataset, call.options);
  const results = await collect(call, plan, dataset, io);
  if (results === undefined) return stopCode(io.signal);
  if (call.shard) {
    markAsPart(call.out);
    const { index, count } = call.shard;
    progressOf(call, io).line(
      `Shard ${index} of ${count} is done. When all are, bring other machines' folders in with layerwise study merge, and ` +
        `run ${resumed(call)}`,
    );
    if (call.json) io.output.line(JSON.stringify({ shard: call.shard, trials: results.length }));
    return 0;
  }
  await writeReport(call, plan, results, dataset, io);
  return 0;
}

/** The command line that goes on in the same folder. */
const resumed = ({ command, out, queue }: StudyCall): string =>
  `${command} --out ${quoted(out)}${queue ? ` --queue ${quoted(queue.shown)}` : ""} --resume`;

const kept = (call: StudyCall): string => `The trials that ended are kept; go on with ${resumed(call)}`;

/** Runs what is not in the folder yet; undefined where it was stopped. */
async function collect(
  call: StudyCall,
  plan: StudyPlan,
  dataset: Dataset,
  io: CommandIO,
): Promise<TrialResult[] | undefined> {
  const { out, workers, shard, queue } = call;
  const { signal, errors } = io;
  const output = progressOf(call, io);
  const warn = warnTo(errors);
  const log = await openTrialLog(out, warn);
  const progress = showProgress(output);
  const comparisons = comparisonTrials(plan, [], shard).length; // about as many as are left, where none is known
  const claims = openClaims(out);
  const pool = queue
    ? await queueTrials(queue, plan, dataset, warn)
    : workers > 1
      ? startWorkers(dataset, workers)
      : undefined;
  const execute = sharedTrials(pool?.execute ?? oneByOne(dataset), {
    log,
    claims,
    waiting: (trials) => output.status(`Waiting for ${trials} of another process`),
    signal,
  });
  try {
    const stopped = new Promise<undefined>((resolve) => {
      if (signal?.aborted) resolve(undefined);
      signal?.addEventListener("abort", () => resolve(undefined), { once: true });
    });
    const results = await Promise.race([
      stopped,
      runTrials(plan, {
        execute,
        known: log.known,
        ...(shard && { shard }),
        onResult: (result) => {
          if (claims.isOwn(result.id)) {
            log.append(result);
            claims.done(result.id);
          }
          progress.advance();
        },
        onPhase: (phase, specs, missing) => {
          const name = phase === "tune" ? "Choosing learning rates" : "Comparing";
          const before = specs.length - missing;
          output.line(`${name}: ${specs.length} trials${before > 0 ? `, ${before} of them known` : ""}`);
          progress.begin(name, missing, phase === "tune" ? comparisons : 0);
        },
      }),
    ]);
    if (results === undefined) await pool?.close(); // no trial ends any more
    await log.finish(results ?? []);
    if (results === undefined) errors.line(`layerwise: stopped. ${kept(call)}`);
    return results;
  } catch (error) {
    await log.finish([]).catch(() => {}); // on a full disk the part of this process stays
    errors.line(`layerwise: failed. ${kept(call)}`);
    throw error;
  } finally {
    await pool?.close();
  }
}

function oneByOne(dataset: Dataset): ClaimingExecutor {
  const runner = trialRunner(dataset);
  return async function* execute(specs, take) {
    for (const spec of specs) if (take(spec)) yield await runner.run(spec);
  };
}

/** Whether a verdict is there that was drawn from another plan. */
function isOfAnotherPlan(file: string, plan: StudyPlan): boolean {
  try {
    return JSON.stringify(JSON.parse(readFileSync(file, "utf8")).plan) !== JSON.stringify(plan);
  } catch {
    return false; // none, or nothing that a study wrote
  }
}

async function writeReport(
  call: StudyCall,
  plan: StudyPlan,
  results: readonly TrialResult[],
  dataset: Dataset,
  io: CommandIO,
): Promise<void> {
  const { out, json, command } = call;
  const { output } = io;
  const verdict = conclude(plan, results);
  if (isOfAnotherPlan(join(out, "verdict.json"), plan)) {
    io.errors.line(
      `layerwise: warning: ${inOneLine(out)} holds the verdict of another plan, which this one replaces. Its trials stay: with its ` +
        "own options and --resume it is there again, or give each plan an --out of its own.",
    );
  }
  writeWhole(join(out, "verdict.json"), `${JSON.stringify(verdict, null, 2)}\n`);
  progressOf(call, io).status("Drawing the report");
  const { renderReport } = await import("../report/render-report.ts");
  const pictures = await drawPictures(plan, dataset);
  const { html, plots } = await renderReport({ verdict, results, pictures, plan, command });
  writeWhole(join(out, "report.html"), html);
  makeFolder(join(out, "plots"));
  for (const [name, { svg, spec }] of Object.entries(plots)) {
    writeWhole(join(out, "plots", `${name}.svg`), svg);
    writeWhole(join(out, "plots", `${name}.vl.json`), `${JSON.stringify(spec, null, 2)}\n`);
  }
  progressOf(call, io).status("");
  if (json) {
    output.line(JSON.stringify(verdict));
    return;
  }
  output.line(`\n${verdictText(verdict, plan)}`);
  output.line(`\n${join(out, "report.html")}`);
}
