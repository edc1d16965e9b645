import { formatNumber } from "../../src/display/table.ts";
import type { ArmSummary, StudyVerdict } from "../../src/study/verdict.ts";

const percent = (share: number | undefined): string =>
  share === undefined ? "" : `${formatNumber(100 * share, 3)} %`;

/** What `docs/answer.md` says of a study in figures, from its verdict alone. */
export function answerSection(verdict: StudyVerdict): string {
  const depth = Math.max(...verdict.arms.map((arm) => arm.depth));
  const arms = verdict.arms.filter((arm) => arm.depth === depth);
  const perLayer = (part: number | undefined): string =>
    part === undefined ? "" : formatNumber(part ** (1 / (depth - 1)), 3);
  const row = (arm: ArmSummary): string =>
    `| ${arm.arm} | ${percent(arm.survivingPerLayer)} | ${perLayer(arm.survivingBySlopes)} | ` +
    `${perLayer(arm.survivingByWeights)} | ${percent(arm.bestTestError)} | ${formatNumber(arm.trainLoss, 3)} | ` +
    `${arm.totalCost.toExponential(1)} |`;
  const breaks = verdict.breakdown.map(({ arm, byDepth }) => {
    const cells = byDepth.map((each) => `${percent(each.testError)} at ${each.depth}`);
    return `* ${arm}: ${cells.join(", ")}`;
  });
  return [
    ...verdict.answer
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
  ].join("\n");
}
