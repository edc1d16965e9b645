import {
  datasetFromCsv,
  Pipeline,
  type PipelineJSON,
  tableEncodingFromJSON,
} from "../../../src/data/index.ts";
import {
  batchNorm,
  DBN,
  dense,
  dropout,
  gaussianUnits,
  layerNorm,
  linear,
  minMax,
  Network,
  pcaWhiten,
  prepareInputs,
  preprocessorFromJSON,
  RBM,
  residual,
  softmax,
  standardize,
  tanh,
  zcaWhiten,
} from "../../../src/index.ts";
import { DenoisingAutoencoder, StackedAutoencoders } from "../../../src/pretraining/index.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import { endOf, type Kind } from "./case.ts";
import { canonical, type Json, mutatedJson } from "./mutated-json.ts";
import { oneOf } from "./mutations.ts";

const rows = Array.from({ length: 8 }, (_, row) => [row % 3, (row * 7) % 5, row]);
const engine = "reference";
const table = datasetFromCsv("age,job,sick\n30,nurse,no\n,baker,yes\n50,nurse,no\n35,baker,yes\n", {
  label: "sick",
  categorical: ["job"],
  missing: "mean",
});
const deep = new Network({
  layers: [
    dense({ inputs: 3, outputs: 2, activation: tanh }),
    dropout({ rate: 0.2 }),
    residual([layerNorm({ units: 2 }), dense({ inputs: 2, outputs: 2 })]),
    batchNorm({ units: 2 }),
    dense({ inputs: 2, outputs: 2 }),
  ],
  head: softmax,
  seed: "seed",
  engine,
}).freeze(0);
const dbn = new DBN({ sizes: [3, 2, 2], seed: 1, engine, visibleUnits: gaussianUnits });

/** Something that saves itself, and what reads it again. */
interface Format {
  readonly name: string;
  readonly json: Json;
  readonly read: (json: never) => { toJSON(): unknown };
}

function format<Saved>(
  name: string,
  saved: { toJSON(): Saved },
  read: (json: Saved) => { toJSON(): unknown },
): Format {
  return { name, json: JSON.parse(JSON.stringify(saved)) as Json, read };
}
const readPipeline = (json: PipelineJSON): Pipeline => Pipeline.fromJSON(json, { engine });

const formats: readonly Format[] = [
  format("a Network", Network.fromSizes([3, 4, 2], { seed: 1, engine }), (json) =>
    Network.fromJSON(json, { engine }),
  ),
  format("a deep Network", deep, (json) => Network.fromJSON(json, { engine })),
  format("an RBM", new RBM({ visible: 3, hidden: 2, seed: 1, engine }), (json) =>
    RBM.fromJSON(json, { engine }),
  ),
  format("a DBN", dbn, (json) => DBN.fromJSON(json, { engine })),
  format(
    "an autoencoder",
    new DenoisingAutoencoder({ visible: 3, hidden: 2, tied: false, seed: 1, engine }),
    (json) => DenoisingAutoencoder.fromJSON(json, { engine }),
  ),
  format("stacked autoencoders", new StackedAutoencoders({ sizes: [3, 2, 2], seed: 1, engine }), (json) =>
    StackedAutoencoders.fromJSON(json, { engine }),
  ),
  ...[standardize, minMax, pcaWhiten, zcaWhiten, prepareInputs].map((kind) =>
    format(kind.name, kind.fit(rows), preprocessorFromJSON),
  ),
  format("minMax that clips", minMax.fit(rows, { min: -1, max: 2, clip: true }), preprocessorFromJSON),
  format("the encoding of a table", table.encoding, tableEncodingFromJSON),
  format(
    "a Pipeline",
    new Pipeline({
      model: Network.fromSizes([3, 2], { seed: 1, engine }),
      preparation: standardize.fit(rows),
      columnNames: ["x", "y", "z"],
      classNames: ["a", "b"],
    }),
    readPipeline,
  ),
  format(
    "a Pipeline of numbers",
    new Pipeline({
      model: Network.fromSizes([3, 2], { head: linear, seed: 1, engine }),
      preparation: minMax.fit(rows),
      targetNames: ["s", "t"],
      targetScaling: standardize.fit(rows.map((row) => row.slice(1))),
    }),
    readPipeline,
  ),
  format(
    "a Pipeline of RBMs",
    new Pipeline({ model: dbn, preparation: standardize.fit(rows) }),
    readPipeline,
  ),
  format(
    "a Pipeline of a table",
    new Pipeline({
      model: Network.fromSizes([table.inputs.columns, 2], { seed: 1, engine }),
      encoding: table.encoding,
    }),
    readPipeline,
  ),
];

/** Saved models and preparations: what was read must save itself as it was written. */
export const savedModels: Kind = {
  name: "saved models",
  share: 5,
  draw(seed, count) {
    const random = new RandomStream(seed, "saved models");
    return Array.from({ length: count }, () => {
      const { name, json, read } = oneOf(random, formats);
      const { label, value } = mutatedJson(json, random);
      const written = meaningOf(value);
      return {
        describe: () => `${name}, ${label}`,
        run: () =>
          endOf(
            () => read(value as never),
            (model) => {
              const again = meaningOf(model, value);
              return again === written ? undefined : `holds ${differing(again, written)}`;
            },
          ),
      };
    });
  },
};

/** A document with every frozen layer once, and without the names that a table's encoding has all the same. */
function meaningOf(saved: unknown, written: unknown = saved): string {
  const json = JSON.parse(JSON.stringify(saved)) as Record<string, Json>;
  for (const name of ["columnNames", "classNames", "targetNames"]) {
    if (json?.encoding !== undefined && !(name in (written as object))) delete json[name];
  }
  return canonical(json).replaceAll(/"frozen":\[([\d,]+)\]/g, (_, list: string) => {
    return `"frozen":[${[...new Set(list.split(","))].sort()}]`;
  });
}

/** Two texts from where they begin to differ. */
function differing(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 20);
  return `…${one.slice(from, at + 40)}… instead of …${other.slice(from, at + 40)}…`;
}
