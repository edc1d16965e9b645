import { saturatedShare } from "../activation/saturation.ts";
import { checkFigures } from "../check.ts";
import { type Displayed, displayed } from "../display/displayed.ts";
import { type Column, percentCell } from "../display/table.ts";
import { reference } from "../engine/reference.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { RBM } from "../rbm/rbm.ts";

/** What one RBM hands over to a layer of a network. */
export interface HandedOverLayer {
  /** From 0, the one on the data. */
  readonly layer: number;
  readonly visible: number;
  readonly hidden: number;
  /** The share of hidden units and examples whose slope is below a tenth of its largest. */
  readonly saturatedShare: number;
  /** The mean of the hidden means. */
  readonly activationMean: number;
  /** Root mean square of the weights. */
  readonly weightRms: number;
  /** The largest |weight|. */
  readonly weightLargest: number;
  /** The mean of the hidden biases, which become the biases of the layer. */
  readonly biasMean: number;
  /** The largest |hidden bias|. */
  readonly biasLargest: number;
}

/** What a stack of RBMs hands over, layer by layer. It prints as a table. */
export interface HandOverReport extends Displayed {
  readonly layers: readonly HandedOverLayer[];
}

const columns: readonly Column<HandedOverLayer>[] = [
  { heading: "layer", cell: ({ layer, visible, hidden }) => `${layer}  ${visible}→${hidden}` },
  { heading: "saturated", cell: (layer) => percentCell(layer.saturatedShare) },
  { heading: "mean y", cell: (layer) => layer.activationMean, digits: 3 },
  { heading: "rms W", cell: (layer) => layer.weightRms, digits: 3 },
  { heading: "max |W|", cell: (layer) => layer.weightLargest, digits: 3 },
  { heading: "mean b", cell: (layer) => layer.biasMean, digits: 3 },
  { heading: "max |b|", cell: (layer) => layer.biasLargest, digits: 3 },
];

/** Measures what these RBMs hand over, on data (examples, visible) that go up through them. */
export function handOverReport(rbms: readonly RBM[], data: AbstractMatrix): HandOverReport {
  let inputs: AbstractMatrix = data;
  const layers = rbms.map((rbm, layer) => {
    const means = rbm.hiddenMeans(inputs); // (examples, hidden)
    const measured = measureHandOver(rbm, layer, inputs, means);
    inputs = means;
    return measured;
  });
  return displayed(
    { layers: Object.freeze(layers) },
    { title: "What the RBMs hand over to the layers of a network", columns, rows: layers },
  );
}

function measureHandOver(
  rbm: RBM,
  layer: number,
  inputs: AbstractMatrix,
  means: AbstractMatrix,
): HandedOverLayer {
  const { weights, hiddenBias } = rbm.parameters;
  const activation = rbm.hiddenUnits.activation!;
  const fields = reference.affine(inputs, weights, hiddenBias); // (examples, hidden)
  const slope = reference.slope(activation, fields, means); // (examples, hidden)
  const figures = {
    layer,
    visible: rbm.visible,
    hidden: rbm.hidden,
    saturatedShare: saturatedShare(reference, activation, slope),
    activationMean: means.mean(),
    weightRms: Math.sqrt(reference.sumOfSquares(weights) / (weights.rows * weights.columns)),
    weightLargest: largest(weights),
    biasMean: hiddenBias.mean(),
    biasLargest: largest(hiddenBias),
  };
  return Object.freeze(checkFigures(`report what RBM ${layer} hands over`, figures));
}

function largest(matrix: AbstractMatrix): number {
  return Math.max(matrix.max(), -matrix.min());
}
