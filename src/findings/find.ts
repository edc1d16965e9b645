import type { GradientReport } from "../probe/gradient-report.ts";
import { illnesses } from "./all.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding, Severity } from "./finding.ts";
import { readReports } from "./read-reports.ts";

const GRAVITY: readonly Severity[] = ["wrong", "suspicious", "note"];

/** What is found in what was measured, the worst first, and of equally bad ones the cause before what it causes. */
export function find(evidence: Evidence): readonly Finding[] {
  const found = illnesses.flatMap((illness) => illness(evidence) ?? []);
  found.sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
  return Object.freeze(found.map((finding) => Object.freeze(finding)));
}

/**
 * What the reports of a probe say is wrong: vanishing and exploding gradients, saturated and dead units, a gradient below the numbers of
 * float32, updates that are too small or too large.
 *
 * @param reports - `probe.reports` after a run of `fit`, or one report, such as that of `probe.measure`. The first is taken for the start.
 * @returns The findings, the worst first; none where nothing crossed a border. Each has an `id`, a `severity`, a sentence and the figures.
 * @throws TypeError if it is no report.
 * @example
 * const probe = new GradientProbe({ every: 10 });
 * const deep = Network.fromSizes([64, 20, 20, 20, 20, 20, 10], { activation: sigmoid, initializer: classicUniform, seed: 1 });
 * await deep.fit(images, labels, { probe, epochs: 2 });
 * findings(probe.reports).map(({ id }) => id); // ["vanishing-by-slopes"]
 */
export function findings(reports: GradientReport | readonly GradientReport[]): readonly Finding[] {
  const list = readReports("read reports", reports);
  const updates = list.filter(({ moment }) => moment !== undefined);
  return find({ before: list[0], ...(list.length > 1 && { after: list.at(-1) }), during: updates });
}
