import { formatNumber, percentCell } from "../../src/display/table.ts";
import { plainNumber } from "../../src/plots/plain-number.ts";
import { answersOf } from "../../src/report/answers.ts";
import { CURE_HEADINGS, cureRows, scopeOf } from "../../src/report/cure-rows.ts";
import { shown } from "../../src/study/statistics/unit.ts";
import type { StudyPlan } from "../../src/study/study-plan.ts";
import type { ArmSummary, Effect, StudyVerdict } from "../../src/study/verdict.ts";

const cell = (share: number | undefined): string => percentCell(share) ?? "";
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(heads), `|${heads.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");

/** The heading above what decides the answers of a study. */
const evidenceOf = (study: string): string =>
  `what-decides-each-answer${study === "digits" ? "" : `-on-${study}`}`;

/** The first screen: the answer, what cures it, and every claim as an answer. */
export function firstScreen(verdict: StudyVerdict, study: string): string {
  const { settled, open } = answersOf(verdict);
  const cures = cureRows(verdict).map(({ what, arm, byHowMuch, cost, isPretraining }) =>
    [`${what} (\`${arm}\`)`, byHowMuch, cost].map((text) => (isPretraining ? `**${text}**` : text)),
  );
  const answers = [...settled, ...open].map(
    ({ id, answer, because }) => `* **${answer}** ${because} [${id}](#${evidenceOf(study)})`,
  );
  return [
    `**${verdict.answer}**`,
    table(CURE_HEADINGS, cures),
    scopeOf(verdict.plan as StudyPlan),
    answers.join("\n"),
  ].join("\n\n");
}

/** What stands behind it, in three sentences. */
export function explanation(verdict: StudyVerdict): string {
  return verdict.explanation.map((sentence) => `> ${sentence}`).join("\n>\n");
}

/** Every arm of the deepest net, the best first, and the sweeps. */
export function figures({ arms, breakdown, plan }: StudyVerdict): string {
  const { depths, labels, widths } = plan as StudyPlan;
  const [depth, most, fewest] = [Math.max(...depths), Math.max(...labels), Math.min(...labels)];
  const ofWidth = arms.filter(({ width }) => width === widths[0]);
  const deepest = ofWidth.filter((arm) => arm.depth === depth);
  const factor = (part: number | undefined): string =>
    part === undefined ? "" : formatNumber(part ** (1 / (depth - 1)), 3);
  const named = ({ arm, times }: ArmSummary): string =>
    times === 1 ? arm : `${arm}, ${times} times as long`;
  const best = (list: readonly ArmSummary[]): ArmSummary[] =>
    [...list].sort((a, b) => a.bestTestError - b.bestTestError);
  const rows = best(deepest.filter((arm) => arm.labels === most)).map((arm) => [
    ...[named(arm), cell(arm.bestTestError), formatNumber(arm.trainLoss, 3), cell(arm.survivingPerLayer)],
    ...[factor(arm.survivingBySlopes), factor(arm.survivingByWeights), plainNumber(arm.totalCost)],
  ]);
  const survival = (name: string): string =>
    ofWidth
      .filter((arm) => arm.arm === name && arm.labels === most && arm.times === 1 && arm.depth > 1)
      .sort((a, b) => a.depth - b.depth)
      .map((arm) => `${cell(arm.survivingPerLayer)} at ${arm.depth}`)
      .join(", ");
  const heads = [
    ...[`arm, ${depth} hidden layers`, "test error", "training loss", "survives per layer"],
    ...["= slopes", "× weights", "multiplications"],
  ];
  const few = best(deepest.filter((arm) => arm.labels === fewest)).map(
    (arm) => `* ${named(arm)}: ${cell(arm.bestTestError)}`,
  );
  return [
    table(heads, rows),
    "The test error by the number of hidden layers:",
    breakdown.map(({ arm, byDepth }) => `* ${arm}: ${errorsByDepth(byDepth)}`).join("\n"),
    "What survives per layer, by the number of hidden layers:",
    breakdown.map(({ arm }) => `* ${arm}: ${survival(arm)}`).join("\n"),
    ...(fewest < most
      ? [`The test error of the deepest net with ${fewest} labels instead of ${most}:`, few.join("\n")]
      : []),
  ].join("\n\n");
}

const errorsByDepth = (byDepth: StudyVerdict["breakdown"][number]["byDepth"]): string =>
  byDepth.map(({ depth, testError }) => `${cell(testError)} at ${depth}`).join(", ");

/** What decides each answer: its effects with their intervals; and what the study could not be asked. */
export function evidence(verdict: StudyVerdict): string {
  const { settled, open, notAsked } = answersOf(verdict);
  const rows = [...settled, ...open].flatMap(({ id, question, verdict: said, premise, effects }) =>
    [...(premise ? [premise] : []), ...effects].map((effect, index) => [
      ...(index === 0 ? [question, said] : ["", ""]),
      ...[effect.name, shown(effect.mean, effect.unit), interval(effect)],
      ...[
        `${formatNumber(100 * effect.level, 4)} %`,
        `${effect.direction} ${shown(effect.threshold, effect.unit)}`,
        id,
      ],
    ]),
  );
  const heads = ["question", "verdict", "what was measured", "mean", "interval", "at level", "needed", ""];
  const questions = notAsked.map(({ question, because, id }) => `* ${question} ${because} (${id})`);
  if (questions.length === 0) return table(heads, rows);
  return [table(heads, rows), "What this study could not be asked, and why:", questions.join("\n")].join(
    "\n\n",
  );
}

const interval = ({ low, high, unit }: Effect): string =>
  low === null || high === null ? "not known" : `${shown(low, unit)} … ${shown(high, unit)}`;

/** Every arm with all labels and with the fewest, the best of these first, and what is answered on the two. */
export function byLabels({ arms, claims, plan }: StudyVerdict): string {
  const { depths, labels } = plan as StudyPlan;
  const [depth, most, fewest] = [Math.max(...depths), Math.max(...labels), Math.min(...labels)];
  const errorOf = (name: string, count: number): number | undefined =>
    arms.find((arm) => arm.arm === name && arm.depth === depth && arm.labels === count)?.bestTestError;
  const names = [...new Set(arms.map(({ arm }) => arm))].filter(
    (name) => errorOf(name, fewest) !== undefined,
  );
  const rows = names
    .sort((a, b) => errorOf(a, fewest)! - errorOf(b, fewest)!)
    .map((name) => [name, cell(errorOf(name, fewest)), cell(errorOf(name, most))]);
  const answers = ["p", "d2", "d3", "k"].map((id) => {
    const { answer, because } = claims.find((claim) => claim.id === id)!;
    return `* **${answer}** ${because}`;
  });
  const heads = [`arm, ${depth} hidden layers`, `${fewest} labels`, `${most} labels`];
  return `${table(heads, rows)}\n\n${answers.join("\n")}`;
}

/** Pretraining beside the best random start at each width of the deepest net, the narrowest first, and what is answered of it. */
export function byWidths({ arms, claims, plan }: StudyVerdict): string {
  const { depths, labels, widths, seeds } = plan as StudyPlan;
  const [depth, most] = [Math.max(...depths), Math.max(...labels)];
  const names = [...new Set(arms.map(({ arm }) => arm))];
  const errorOf = (name: string, width: number): string =>
    cell(
      arms.find(
        (arm) => arm.arm === name && arm.depth === depth && arm.width === width && arm.labels === most,
      )?.bestTestError,
    );
  const rows = [...widths]
    .sort((a, b) => a - b)
    .map((width) => [`${width}`, ...names.map((name) => errorOf(name, width))]);
  const { answer, because } = claims.find(({ id }) => id === "s")!;
  const heads = [`units of each of ${depth} hidden layers`, ...names.map((name) => `test error, ${name}`)];
  return `${table(heads, rows)}\n\nMeans over ${seeds.length} seeds.\n\n* **${answer}** ${because}`;
}

const SECTIONS = {
  "first screen": firstScreen,
  explanation,
  figures,
  evidence,
  "by labels": byLabels,
  "by widths": byWidths,
} as const;
const MARKED = /<!-- (\w+): ([\w ]+) -->\n[\s\S]*?<!-- end -->/g;

/** A page with its sections written anew, each between `<!-- digits: figures -->` and `<!-- end -->`. */
export function withSections(page: string, verdictOf: (study: string) => StudyVerdict): string {
  return page.replaceAll(MARKED, (_, study: string, name: keyof typeof SECTIONS) => {
    return `<!-- ${study}: ${name} -->\n\n${SECTIONS[name](verdictOf(study), study)}\n\n<!-- end -->`;
  });
}

/** What stands on a page outside of its sections and its code. */
export function proseOf(page: string): string {
  return page.replaceAll(MARKED, "").replaceAll(/```[\s\S]*?```|`[^`]*`/g, "");
}

/** What stands in the sections of a page. */
export function sectionsOf(page: string): string {
  return [...page.matchAll(MARKED)].map(([section]) => section).join("\n");
}
