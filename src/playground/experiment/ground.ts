import { type AbstractMatrix, minMax } from "layerwise";
import { type LabeledDataset, loadDigits, split } from "layerwise/data";
import type { Settings } from "../settings.ts";
import type { GroundFacts } from "./frame.ts";
import type { Table } from "./table.ts";
import { toy } from "./toys.ts";

/** What both nets learn from and are tried on, with inputs in [0, 1], as the binary units of RBMs take them. */
export interface Ground {
  readonly train: LabeledDataset;
  readonly test: LabeledDataset;
  readonly facts: GroundFacts;
}

/** More rows of a table than these would make a page wait. */
const MOST_ROWS = 4000;

/** Loads, parts and scales the examples that settings ask for. */
export async function groundOf(settings: Settings, table: Table | undefined): Promise<Ground> {
  const dataset = await datasetOf(settings, table);
  const parts = split(atMost(dataset, settings.seed), {
    fraction: 0.8,
    stratified: true,
    seed: settings.seed,
  });
  const isImage = dataset.shape !== undefined;
  const scaling = isImage ? undefined : minMax.fit(parts.train.inputs, { clip: true });
  const scaled = (part: LabeledDataset): LabeledDataset =>
    scaling ? { ...part, inputs: scaling.transform(part.inputs) } : part;
  const [train, test] = [scaled(parts.train), scaled(parts.test)];
  const { columns } = train.inputs;
  const facts: GroundFacts = {
    ...{ name: dataset.name, inputs: columns },
    ...{ training: train.inputs.rows, testing: test.inputs.rows },
    classNames: dataset.classNames ?? Array.from({ length: dataset.classes }, (_, index) => `${index}`),
    ...(dataset.shape && { shape: dataset.shape }),
    ...(columns === 2 && dataset.classes === 2 && { points: pointsOf(test) }),
  };
  return { train, test, facts };
}

async function datasetOf({ data, seed }: Settings, table: Table | undefined): Promise<LabeledDataset> {
  if (data === "digits") return loadDigits();
  if (data !== "table") return toy(data, seed);
  if (table === undefined) throw new RangeError("Your table is not here any more: choose its file again.");
  return table.dataset;
}

function atMost(dataset: LabeledDataset, seed: number): LabeledDataset {
  if (dataset.inputs.rows <= MOST_ROWS) return dataset;
  return split(dataset, { trainCount: MOST_ROWS, stratified: true, seed }).train;
}

function pointsOf({ inputs, labels }: LabeledDataset): NonNullable<GroundFacts["points"]> {
  return { places: floats(inputs), labels: labels.slice() };
}

/** The numbers of a matrix row by row, in a buffer of their own. */
export function floats(matrix: AbstractMatrix): Float32Array {
  const { rows, columns } = matrix;
  const values = new Float32Array(rows * columns);
  for (let place = 0; place < values.length; place++) {
    values[place] = matrix.get(Math.floor(place / columns), place % columns);
  }
  return values;
}
