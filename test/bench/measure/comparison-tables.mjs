import { ratioOf, summaryOf } from "./compare.mjs";
import { digits, table, withSpread } from "./table.mjs";

/**
 * Seconds per epoch of every system, the reasons of those that were not run, and the figures that were
 * reached.
 */
export function timesTable(results, figures) {
  const cell = (result, figure) => {
    const summary = summaryOf(result, figure);
    return summary ? withSpread(summary) : "not run";
  };
  return table(
    ["system", "threads", "rows", ...figures],
    results.map((result) => [
      nameOf(result),
      String(result.threads),
      String(result.rows),
      ...figures.map((figure) => cell(result, figure)),
    ]),
  );
}

/** How many times as long each system took as the one that is compared, by the rounds that both ran in. */
export function ratiosTable(results, compared, figures) {
  const cell = (result, figure) => {
    const ratio = ratioOf(result, compared, figure);
    return ratio ? withSpread(ratio) : "not run";
  };
  return table(
    ["system", "threads", ...figures],
    results
      .filter((result) => result !== compared)
      .map((result) => [
        nameOf(result),
        String(result.threads),
        ...figures.map((figure) => cell(result, figure)),
      ]),
  );
}

/** What shows that all systems learn alike: the figure of each epoch, by experiment. */
export function learningTable(results, experiments) {
  return table(
    ["system", "threads", ...experiments],
    results
      .filter(({ learning }) => Object.keys(learning).length > 0)
      .map(({ learning, ...result }) => [
        nameOf(result),
        String(result.threads),
        ...experiments.map((name) => learning[name]?.map(digits).join(" ") ?? ""),
      ]),
  );
}

/** A line for each system that was not run, with the reason. */
export function notRunLines(results) {
  return results.flatMap((result) => {
    const reasons = new Map();
    for (const [figure, { notRun }] of Object.entries(result.times)) {
      if (notRun) reasons.set(notRun, [...(reasons.get(notRun) ?? []), figure]);
    }
    return [...reasons].map(
      ([reason, figures]) =>
        `Not run: ${result.name}, ${threadsOf(result)} (${figures.join("; ")}): ${reason}`,
    );
  });
}

/** "1 thread", "2 threads". */
export function threadsOf({ threads }) {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}

function nameOf({ name, version, engine }) {
  const detail = version ?? engine;
  return detail ? `${name} (${detail})` : name;
}
