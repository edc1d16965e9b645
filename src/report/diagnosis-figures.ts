import { logScale } from "../plots/axis-scale.ts";
import { LABEL, PALETTE, type Plot, plotOf, SIZE } from "../plots/plot.ts";
import type { DiagnosedRun } from "../study/diagnose/diagnosis.ts";

/** A plot of a diagnosis, and what to see in it. */
export interface DiagnosisFigure {
  readonly plot: Plot;
  readonly caption: string;
}

/** A loss of so many times that of chance leaves the picture. */
const MOST = 5;
/** Room above the highest line. */
const ROOM = 1.2;

/** The loss over the epochs, and the error signal by layer. */
export function diagnosisFigures(run: DiagnosedRun): readonly DiagnosisFigure[] {
  return [
    ...(run.losses.length > 1 ? [lossFigure(run)] : []),
    ...(run.layers.filter(({ before }) => before.error > 0).length > 1 ? [signalFigure(run)] : []),
  ];
}

function lossFigure({ losses, validationLosses, chanceLoss }: DiagnosedRun): DiagnosisFigure {
  const lines = { training: losses, validation: validationLosses };
  const values = Object.entries(lines).flatMap(([part, list]) =>
    list.map((loss, index) => ({ part, loss, epoch: index + 1 })),
  );
  const highest = Math.min(MOST * chanceLoss, Math.max(chanceLoss, ...losses, ...validationLosses));
  const y = { field: "loss", type: "quantitative", scale: { domain: [0, ROOM * highest] } };
  return {
    plot: plotOf({
      ...SIZE,
      title: "Loss",
      layer: [
        {
          data: { values: [{ loss: chanceLoss }] },
          mark: { type: "rule", strokeDash: [4, 4], color: "currentColor", opacity: 0.6 },
          encoding: { y },
        },
        {
          data: { values: [{ loss: chanceLoss, text: "chance" }] },
          mark: { ...LABEL, dy: -9, x: 4 },
          encoding: { y, text: { field: "text" } },
        },
        {
          data: { values },
          mark: { type: "line", strokeWidth: 2, clip: true },
          encoding: linesOf("epoch", "loss", "part", ["training", "validation"], { y }),
        },
      ],
    }),
    caption:
      "The loss after each epoch. The dashed line is that of who knows how often each class comes, or the mean, and nothing else.",
  };
}

function signalFigure({ layers }: DiagnosedRun): DiagnosisFigure {
  const values = layers.flatMap(({ path, before, after }, index) => [
    { when: "before training", path, index, error: before.error },
    ...(after ? [{ when: "after training", path, index, error: after.error }] : []),
  ]);
  return {
    plot: plotOf({
      ...SIZE,
      title: "Error signal by layer",
      data: { values: values.filter(({ error }) => error > 0) },
      mark: { type: "line", point: true, strokeWidth: 2 },
      encoding: linesOf("index", "error", "when", ["before training", "after training"], {
        x: {
          field: "index",
          type: "quantitative",
          title: "layer",
          axis: { tickMinStep: 1, format: "d", grid: false },
        },
        y: {
          field: "error",
          type: "quantitative",
          title: "rms ∂E/∂y",
          ...logScale(values.map(({ error }) => error)).encoding,
        },
      }),
    }),
    caption:
      "How large the error signal is where it arrives, from the layer on the inputs (left) to the outputs (right). The scale counts factors: a line that falls to the left is a gradient that vanishes.",
  };
}

function linesOf(
  x: string,
  y: string,
  by: string,
  domain: readonly string[],
  others: Readonly<Record<string, unknown>>,
) {
  return {
    x: { field: x, type: "quantitative", axis: { tickMinStep: 1, format: "d", grid: false } },
    y: { field: y, type: "quantitative" },
    color: { field: by, type: "nominal", scale: { domain, range: PALETTE.slice(0, 2) } },
    strokeDash: {
      field: by,
      type: "nominal",
      scale: {
        domain,
        range: [
          [1, 0],
          [6, 3],
        ],
      },
    },
    ...others,
  };
}
