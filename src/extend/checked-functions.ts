import { checkFunction, checkList, checkRecord, checkStrings, checkThat, holds } from "../check.ts";
import type { Metric } from "../fit/history.ts";
import type { Job } from "../fit/job.ts";
import type { Work } from "../fit/pauses.ts";
import { checkEvaluation, checkMeasured } from "./check-evaluation.ts";

/** The functions of a job. */
export type JobFunctions = "begin" | "evaluate" | "observe" | "measure" | "warnings";

/** The functions of a job of somebody's own, which say where they give something else than they should. */
export function checkedFunctions(
  action: string,
  job: Job,
  metrics: readonly Metric[],
): Pick<Job, JobFunctions> {
  for (const name of ["evaluate", "measure"] as const) checkFunction(action, `${name} of the job`, job[name]);
  for (const name of ["begin", "observe", "warnings"] as const)
    if (job[name] !== undefined) checkFunction(action, `${name} of the job`, job[name]);
  let reported: Set<string> | undefined; // the figures of the batches, if any came since the run was gone on with
  return {
    evaluate(batch, moment) {
      checkList(action, "a batch of the stream to be a list of indices", batch);
      const evaluation = checkEvaluation(action, job.evaluate(batch, moment), metrics);
      reported = new Set([...(reported ?? []), ...Object.keys(evaluation.metrics)]);
      return evaluation;
    },
    measure: (epoch) =>
      checkedResult(action, "measure", job.measure(epoch), (figures) =>
        checkMeasured(action, figures, metrics, reported),
      ),
    ...(job.begin && {
      *begin() {
        const work = checkThat(action, "begin to return a generator", job.begin!(), isWork);
        return yield* checkedWork(action, "begin", work);
      },
    }),
    ...(job.observe && { observe: (...seen) => job.observe!(...seen) }),
    ...(job.warnings && {
      warnings: () =>
        checkedResult(action, "warnings", job.warnings!() ?? [], (sentences) =>
          checkStrings(action, "warnings to return a list of sentences", sentences),
        ),
    }),
  };
}

const isWork = (value: unknown): boolean => holds(() => typeof (value as Work<unknown>).next === "function");

/** What a function gives at once, or as work, once it is checked. */
function checkedResult<Result extends object>(
  action: string,
  name: string,
  given: Result | Work<Result>,
  check: (result: Result) => Result,
): Result | Work<Result> {
  return isWork(given) ? checkedWork(action, name, given as Work<Result>, check) : check(given as Result);
}

/** Work whose steps are looked at: those of an asynchronous generator would never come to an end. */
function* checkedWork<Result>(
  action: string,
  name: string,
  work: Work<Result>,
  check: (result: Result) => Result = (result) => result,
): Work<Result> {
  for (;;) {
    const step = checkRecord(action, `${name} to be a generator that is not asynchronous`, work.next());
    if (step.done) return check(step.value);
    yield;
  }
}
