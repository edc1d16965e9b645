import { formatNumber, percentCell } from "../display/table.ts";
import type { BatchRecord } from "../fit/fit-options.ts";
import type { EpochRecord } from "../fit/history.ts";

/** What is known while a model trains: an epoch's figures or a batch's. */
export type ProgressRecord = EpochRecord | BatchRecord;

/** Characters of the bar. */
const WIDTH = 20;
/** How full the last character of the bar is, in eighths. */
const EIGHTHS = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A share of the whole as a bar of blocks. */
export function bar(share: number): string {
  const eighths = Math.round(share * WIDTH * EIGHTHS.length);
  const full = Math.floor(eighths / EIGHTHS.length);
  const rest = full < WIDTH ? EIGHTHS[eighths % EIGHTHS.length]! : "";
  return ("█".repeat(full) + rest).padEnd(WIDTH);
}

/** How much of a run has been done. */
export function shareOf(record: ProgressRecord, epochs: number): number {
  return (isBatch(record) ? record.epoch - 1 + record.batch / record.batches : record.epoch) / epochs;
}

/**
 * Where a run stands, in words: `epoch 3 of 15, 0:07 left, loss 0.1234, accuracy 96.1 %`. What is cut off first where there is little room
 * comes last.
 *
 * @param left - Milliseconds; undefined where nothing is left or nobody knows.
 */
export function standing(record: ProgressRecord, epochs: number, left: number | undefined): string {
  const layer = record.layer === undefined ? "" : `layer ${record.layer}, `;
  const time = left === undefined ? [] : [`${duration(left)} left`];
  return [`${layer}epoch ${record.epoch} of ${epochs}`, ...time, ...figuresOf(record)].join(", ");
}

function figuresOf(record: ProgressRecord): string[] {
  if (isBatch(record)) return [`loss of the batch ${formatNumber(record.loss)}`];
  return [
    ...number("loss", record.loss),
    ...share("accuracy", record.accuracy),
    ...number("reconstruction error", record.reconstructionError),
    ...number("validation loss", record.validationLoss),
    ...share("validation accuracy", record.validationAccuracy),
    ...number("validation reconstruction error", record.validationReconstructionError),
  ];
}

const number = (name: string, value: number | undefined): string[] =>
  value === undefined ? [] : [`${name} ${formatNumber(value)}`];

const share = (name: string, value: number | undefined): string[] =>
  value === undefined ? [] : [`${name} ${percentCell(value)}`];

export function isBatch(record: ProgressRecord): record is BatchRecord {
  return typeof record.batch === "number";
}

/** Milliseconds as "0:07", "12:34" or "1:02:03". */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, ...rest] = parts.map((part) => String(part).padStart(2, "0"));
  return (hours === "00" ? rest.join(":") : `${hours}:${rest.join(":")}`).replace(/^0/, "");
}
