import type { Dataset } from "../../data/dataset.ts";
import { minMax } from "../../preprocess/min-max.ts";
import type { Preprocessor } from "../../preprocess/preprocessor.ts";
import { standardize } from "../../preprocess/standardize.ts";
import { type Part, prepared, splitParts } from "../trial-data.ts";
import type { InputsName } from "./recipe.ts";

/** How many examples there are in each part. */
export interface PartSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** The examples of a seed, as a net takes them. */
export interface Parts {
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
}

/** Parts the data as the seed decides, prepares the inputs, and standardizes numbers that are to be told. */
export function partsOf(dataset: Dataset, sizes: PartSizes, seed: number, inputs: InputsName): Parts {
  const raw = splitParts(dataset, { seed, settings: sizes as Parameters<typeof splitParts>[1]["settings"] });
  const scaling = raw.train.labels ? undefined : standardize.fit(raw.train.targets!);
  const preparation = preparationOf(inputs, raw.train);
  const part = (some: Dataset): Part =>
    prepared({ inputs: some.inputs, targets: some.labels ?? scaling!.transform(some.targets!) }, preparation);
  return { train: part(raw.train), validation: part(raw.validation), test: part(raw.test) };
}

/** The parts of the data as each seed and preparation have them. */
export type PartsBySeed = (seed: number, inputs: InputsName) => Parts;

/** Parts the data once for each seed and preparation, as long as no other seed is asked for. */
export function partsBySeed(dataset: Dataset, sizes: PartSizes): PartsBySeed {
  let last: number | undefined;
  const made = new Map<InputsName, Parts>();
  return (seed, inputs) => {
    if (seed !== last) made.clear();
    last = seed;
    const parts = made.get(inputs) ?? partsOf(dataset, sizes, seed, inputs);
    made.set(inputs, parts);
    return parts;
  };
}

function preparationOf(inputs: InputsName, { inputs: rows }: Dataset): Preprocessor | undefined {
  if (inputs === "standardized") return standardize.fit(rows);
  return inputs === "in [0, 1]" ? minMax.fit(rows, { clip: true }) : undefined;
}
