import { formatNumber } from "../../src/display/table.ts";
import type { ArmSummary, StudyVerdict } from "../../src/study/verdict.ts";

const percent = (share: number | undefined): string =>
  share === undefined ? "" : `${formatNumber(100 * share, 3)} %`;

/** What `docs/answer.md` says of a study in figures, from its verdict alone. */
export function answerSection(verdict: StudyVerdict): string {
  const depth = Math.max(...verdict.arms.map((arm) => arm.depth));
  const labels = Math.max(...verdict.arms.map((arm) => arm.labels));
  const fewest = Math.min(...verdict.arms.map((arm) => arm.labels));
  const deepest = verdict.arms.filter((arm) => arm.depth === depth);
  const arms = deepest.filter((arm) => arm.labels === labels);
  const withFew = deepest.filter((arm) => arm.labels === fewest);
  const perLayer = (part: number | undefined): string =>
    part === undefined ? "" : formatNumber(part ** (1 / (depth - 1)), 3);
  const row = (arm: ArmSummary): string =>
    `| ${arm.arm} | ${percent(arm.survivingPerLayer)} | ${perLayer(arm.survivingBySlopes)} | ` +
    `${perLayer(arm.survivingByWeights)} | ${percent(arm.bestTestError)} | ${formatNumber(arm.trainLoss, 3)} | ` +
    `${arm.totalCost.toExponential(1)} |`;
  const survivalByDepth = (name: string): string =>
    verdict.arms
      .filter(({ arm, labels: some, depth: deep }) => arm === name && some === labels && deep > 1)
      .sort((a, b) => a.depth - b.depth)
      .map((arm) => `${percent(arm.survivingPerLayer)} at ${arm.depth}`)
      .join(", ");
  const breaks = verdict.breakdown.map(({ arm, byDepth }) => {
    const cells = byDepth.map((each) => `${percent(each.testError)} at ${each.depth}`);
    return `* ${arm}: ${cells.join(", ")}`;
  });
  return [
    ...[verdict.answer, ...verdict.explanation]
      .map((sentence) => `> ${sentence}`)
      .join("\n>\n")
      .split("\n"),
    "",
    `| arm, ${depth} hidden layers | survives per layer | = slopes | × weights | test error | training loss | cost |`,
    "|---|---|---|---|---|---|---|",
    ...arms.map(row),
    "",
    "| | verdict | why |",
    "|---|---|---|",
    ...verdict.claims.map(
      ({ id, claim, verdict: said, because }) => `| ${id} | ${said} | *${claim}.* ${because} |`,
    ),
    "",
    "The test error by the number of hidden layers:",
    "",
    ...breaks,
    "",
    "What survives per layer, by the number of hidden layers:",
    "",
    ...verdict.breakdown.map(({ arm }) => `* ${arm}: ${survivalByDepth(arm)}`),
    ...(fewest < labels
      ? [
          "",
          `The test error of the deepest net with ${fewest} labels instead of ${labels}:`,
          "",
          ...withFew.map((arm) => `* ${arm.arm}: ${percent(arm.bestTestError)}`),
        ]
      : []),
  ].join("\n");
}
