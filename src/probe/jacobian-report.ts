import { type Displayed, displayed } from "../display/displayed.ts";
import { type Column, formatNumber } from "../display/table.ts";

/** Figures of the singular values of a Jacobian, each the mean over the examples it was taken at. */
export interface SingularValues {
  readonly largest: number;
  readonly mean: number;
  readonly smallest: number;
  /** There where the smallest is at most that: what Lanczos finds of it, or what rounding leaves of it beside the largest. */
  readonly smallestIsBound?: true;
  /** The mean of their squares: what the mean square of a random error signal is multiplied by. */
  readonly meanSquare: number;
}

/** The singular values of the Jacobian of one layer. */
export interface LayerJacobian extends SingularValues {
  /** Its place in the network. */
  readonly path: string;
  /** Its activation, or its kind where it has none. */
  readonly name: string;
}

/** The singular values of the Jacobians of a network's layers but the last. It prints as a table. */
export interface JacobianReport extends Displayed {
  /** ∂y/∂x of each layer. */
  readonly layers: readonly LayerJacobian[];
  /** ∂y of the last of them / ∂y of the first; absent with fewer than two. */
  readonly endToEnd?: SingularValues;
}

const columns: readonly Column<LayerJacobian>[] = [
  { heading: "layer", cell: ({ path, name }) => `${path} ${name}` },
  { heading: "largest", cell: ({ largest }) => largest, digits: 3 },
  { heading: "mean", cell: ({ mean }) => mean, digits: 3 },
  { heading: "smallest", cell: smallestCell },
  { heading: "root mean square", cell: ({ meanSquare }) => Math.sqrt(meanSquare), digits: 3 },
];

function smallestCell({ smallest, smallestIsBound }: SingularValues): string {
  return `${smallestIsBound ? "≤ " : ""}${formatNumber(smallest, 3)}`;
}

/** Makes a report that shows itself. */
export function createJacobianReport(
  layers: readonly LayerJacobian[],
  endToEnd: SingularValues | undefined,
): JacobianReport {
  const footer = endToEnd && {
    footer:
      `From the first to the last: largest ${formatNumber(endToEnd.largest, 3)}, mean ` +
      `${formatNumber(endToEnd.mean, 3)}, smallest ${smallestCell(endToEnd)}.`,
  };
  return displayed(
    { layers: Object.freeze([...layers]), ...(endToEnd && { endToEnd }) },
    { title: "Singular values of the layers' Jacobians", columns, rows: layers, ...footer },
  );
}
