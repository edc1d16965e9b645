import { rangeError, show } from "../../check.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { mapCells } from "../../preprocess/columns.ts";
import { preprocessorFromJSON } from "../../preprocess/from-json.ts";
import type { MinMaxScaling } from "../../preprocess/min-max.ts";
import { preparationToJSON } from "../../preprocess/preparation-to-json.ts";
import type { Preprocessor } from "../../preprocess/preprocessor.ts";
import type { PrincipalAxes } from "../../preprocess/principal-axes.ts";
import type { Standardization } from "../../preprocess/standardize.ts";
import type { Steps } from "../../preprocess/steps.ts";
import { addMatrix, addNode, addNumber, addRow, type GraphInProgress } from "./graph.ts";

/** Where in a graph something is prepared: at which place, and how far it has come. */
interface Stage {
  readonly graph: GraphInProgress;
  readonly path: string;
}

/** The preparations that ONNX can say. */
const names = ["standardize", "minMax", "pcaWhiten", "zcaWhiten", "prepareInputs", "inTurn"];

/** Adds what a preparation does to rows. */
export function writeTransform(graph: GraphInProgress, preparation: Preprocessor, rows: string): string {
  const stages = stepsOf(graph, "preparation", preparation);
  return stages.reduce((value, [path, step]) => transform({ graph, path }, step, value), rows);
}

/** Adds what takes prepared rows back. */
export function writeInverse(graph: GraphInProgress, preparation: Preprocessor, rows: string): string {
  const stages = stepsOf(graph, "targetScaling", preparation);
  return stages.reduceRight((value, [path, step]) => invert({ graph, path }, step, value), rows);
}

/** The single steps of a preparation, in the order in which they are applied, each with its place. */
function stepsOf(
  graph: GraphInProgress,
  path: string,
  preparation: Preprocessor & Partial<Steps>,
): readonly (readonly [string, Preprocessor])[] {
  if (!names.includes(preparation.name)) {
    const expected = `the ${path} to be of ${names.map(show).join(", ")} (prepare rows of one's own kind outside the graph)`;
    throw rangeError(graph.action, expected, show(preparation.name));
  }
  const { steps } = preparation;
  if (steps === undefined) {
    return [[path, preprocessorFromJSON(preparationToJSON(graph.action, path, preparation))]];
  }
  return steps.flatMap((step, index) => stepsOf(graph, `${path}.${index}`, step));
}

function transform(stage: Stage, step: Preprocessor, x: string): string {
  switch (step.name) {
    case "standardize": {
      const { means, deviations } = step as Standardization;
      return scale(stage, subtract(stage, x, means), inverted(deviations)); // a constant column becomes 0
    }
    case "minMax": {
      const { minimums, maximums, min, max, clip } = step as MinMaxScaling;
      const { graph, path } = stage;
      const t = scale(stage, subtract(stage, x, minimums), inverted(Matrix.sub(maximums, minimums)));
      const share = clip ? addNode(graph, path, "Clip", [t, addNumber(graph, 0), addNumber(graph, 1)]) : t;
      if (min === 0 && max === 1) return share;
      const stretched = addNode(graph, path, "Mul", [share, addNumber(graph, max - min)]);
      return addNode(graph, path, "Add", [stretched, addNumber(graph, min)]);
    }
    default: {
      const { means, directions, variances, epsilon } = step as Preprocessor & PrincipalAxes;
      const roots = mapCells(variances, (variance) => Math.sqrt(variance + epsilon));
      const whitening = mapCells(directions, (cell, axis) => cell / roots.get(0, axis)); // (columns, axes)
      const y = product(stage, "directions", subtract(stage, x, means), whitening);
      return step.name === "pcaWhiten" ? y : product(stage, "back", y, directions.transpose());
    }
  }
}

function invert(stage: Stage, step: Preprocessor, y: string): string {
  switch (step.name) {
    case "standardize": {
      const { means, deviations } = step as Standardization;
      return add(stage, scale(stage, y, deviations), means);
    }
    case "minMax": {
      const { minimums, maximums, min, max } = step as MinMaxScaling;
      const factors = Matrix.sub(maximums, minimums).mul(1 / (max - min));
      return add(stage, scale(stage, subtract(stage, y, minimums.clone().fill(min)), factors), minimums);
    }
    default: {
      const { means, directions, variances, epsilon } = step as Preprocessor & PrincipalAxes;
      const onAxes = step.name === "pcaWhiten" ? y : product(stage, "directions", y, directions);
      const roots = mapCells(variances, (variance) => Math.sqrt(variance + epsilon));
      const back = mapCells(directions, (cell, axis) => cell * roots.get(0, axis)).transpose(); // (axes, columns)
      return add(stage, product(stage, "back", onAxes, back), means);
    }
  }
}

/**
 * x − shift, exact to a rounding of the difference: the shift is two float32, its nearest and what that leaves. With one of
 * them a column of years would lose what tells them apart.
 */
function subtract({ graph, path }: Stage, x: string, shift: AbstractMatrix): string {
  const rest = mapCells(shift, (cell) => cell - Math.fround(cell));
  const centered = addNode(graph, path, "Sub", [x, addRow(graph, `${path}.shift`, shift)]);
  return addNode(graph, path, "Sub", [centered, addRow(graph, `${path}.shiftRest`, rest)]);
}

function add({ graph, path }: Stage, x: string, shift: AbstractMatrix): string {
  return addNode(graph, path, "Add", [x, addRow(graph, `${path}.offset`, shift)]);
}

function scale({ graph, path }: Stage, x: string, factors: AbstractMatrix): string {
  return addNode(graph, path, "Mul", [x, addRow(graph, `${path}.factors`, factors)]);
}

function product({ graph, path }: Stage, name: string, x: string, matrix: AbstractMatrix): string {
  return addNode(graph, path, "MatMul", [x, addMatrix(graph, `${path}.${name}`, matrix)]);
}

/** 1/size of each column, and 0 where there is none. */
function inverted(sizes: AbstractMatrix): Matrix {
  return mapCells(sizes, (size) => (size === 0 ? 0 : 1 / size));
}
