import { checkArray, checkInteger, checkKeys, checkNumber, checkRecord, rangeError, show } from "../check.ts";
import { mapParameters } from "../parameters.ts";
import type { EpochRecord, Metric } from "./history.ts";
import type { RunState } from "./run-state.ts";

/** Where a run stands between two batches. */
export interface Place {
  /** Epochs that are over. */
  epoch: number;
  /** Batches that are over of the epoch after them. */
  batch: number;
  /** Updates made. */
  step: number;
  /** Examples gone through in all epochs, and those of the largest batch. */
  examples: number;
  largest: number;
  /** The position of the stream that orders examples, at the beginning of that epoch. */
  order: number;
  /** The figures of its batches so far, each times the weight of its batch, and the sum of the weights. */
  sums: Partial<Record<Metric, number>>;
  weight: number;
  /** The moment of its last update. */
  last?: { readonly step: number; readonly epoch: number; readonly loss: number } | undefined;
  /** What was measured in the epochs that are over. */
  readonly records: EpochRecord[];
}

/** The place where a run begins. */
export function beginning(): Place {
  return { epoch: 0, batch: 0, step: 0, examples: 0, largest: 0, order: 0, sums: {}, weight: 0, records: [] };
}

/** Takes in a batch. */
export function addBatch(
  place: Place,
  metrics: Partial<Record<Metric, number>>,
  weight: number,
  examples: number,
): void {
  for (const [name, value] of Object.entries(metrics) as [Metric, number][]) {
    place.sums[name] = (place.sums[name] ?? 0) + value * weight;
  }
  place.weight += weight;
  place.batch += 1;
  place.examples += examples;
  place.largest = Math.max(place.largest, examples);
}

/** The means of the figures over the epoch, each batch counting by its weight. */
export function meansOf({ sums, weight }: Place): Partial<Record<Metric, number>> {
  return mapParameters(sums as Readonly<Record<Metric, number>>, (sum) => sum / weight);
}

/** Goes over to the next epoch. */
export function endEpoch(place: Place, record: EpochRecord, order: number): void {
  place.records.push(record);
  Object.assign(place, { epoch: place.epoch + 1, batch: 0, order, sums: {}, weight: 0, last: undefined });
}

/** Reads where a run stood, and refuses what cannot be gone on with. */
export function readPlace(action: string, { place: kept }: RunState, metrics: readonly Metric[]): Place {
  const place = checkRecord(action, "place of the run to be a record", kept) as unknown as Place;
  const { epoch, batch, step, examples, largest, order, sums, weight, last } = place;
  const counts = { epoch, batch, step, examples, largest, order };
  for (const [name, count] of Object.entries(counts))
    checkInteger(action, `${name} of the run`, count, { min: 0 });
  const records = checkArray(action, "records of the run to be a list", place.records);
  if (records.length !== epoch) throw rangeError(action, `${epoch} records of the run`, `${records.length}`);
  const numbers = (what: string, record: object, ...names: readonly string[]): void => {
    checkRecord(action, `${what} of the run to be a record`, record);
    for (const name of new Set([...Object.keys(record), ...names])) {
      checkNumber(
        action,
        `${name} in ${what} of the run`,
        (record as Readonly<Record<string, unknown>>)[name],
      );
    }
  };
  for (const [index, record] of records.entries()) {
    const what = `records[${index}]`;
    numbers(what, record, ...metrics, "seconds");
    if (record.epoch !== index + 1)
      throw rangeError(action, `${what} to be of epoch ${index + 1}`, show(record.epoch));
  }
  numbers("sums", sums);
  checkKeys(action, sums, metrics, "sums of the run");
  if (last !== undefined) numbers("last", last, "step", "epoch", "loss");
  return {
    ...counts,
    ...{ sums: { ...sums }, weight: checkNumber(action, "weight of the run", weight, { min: 0 }) },
    ...(last && { last }),
    records: records.map((record) => Object.freeze({ ...record })),
  };
}
