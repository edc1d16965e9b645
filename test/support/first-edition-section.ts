import { formatNumber } from "../../src/display/table.ts";

/** What a verdict of the first edition holds, as far as its page tells it. */
export interface FirstEdition {
  readonly schema: 1;
  readonly answer: readonly string[];
  readonly arms: readonly FirstEditionArm[];
  readonly claims: readonly Readonly<Record<"id" | "claim" | "verdict" | "because", string>>[];
  readonly breakdown: readonly {
    readonly arm: string;
    readonly byDepth: readonly { readonly depth: number; readonly testError: number }[];
  }[];
}

interface FirstEditionArm {
  readonly arm: string;
  readonly depth: number;
  readonly labels: number;
  readonly bestTestError: number;
  readonly trainLoss: number;
  readonly totalCost: number;
  readonly survivingPerLayer?: number;
  readonly survivingBySlopes?: number;
  readonly survivingByWeights?: number;
}

const percent = (share: number | undefined): string =>
  share === undefined ? "" : `${formatNumber(100 * share, 3)} %`;

/** What `docs/answer/mnist-first-edition.md` says in figures, from its verdict alone. */
export function firstEditionSection(verdict: FirstEdition): string {
  const depth = Math.max(...verdict.arms.map((arm) => arm.depth));
  const labels = Math.max(...verdict.arms.map((arm) => arm.labels));
  const fewest = Math.min(...verdict.arms.map((arm) => arm.labels));
  const deepest = verdict.arms.filter((arm) => arm.depth === depth);
  const arms = deepest.filter((arm) => arm.labels === labels);
  const withFew = deepest.filter((arm) => arm.labels === fewest);
  const perLayer = (part: number | undefined): string =>
    part === undefined ? "" : formatNumber(part ** (1 / (depth - 1)), 3);
  const row = (arm: FirstEditionArm): string =>
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
