import type { RunPlace } from "../fit/fit-options.ts";
import type { EpochRecord } from "../fit/history.ts";
import { progress } from "../show/progress.ts";
import { bar } from "../show/progress-line.ts";
import type { Output } from "./output.ts";

/** A callback that shows on a terminal how far a run is, and the time left. */
export function progressTo(output: Output): ReturnType<typeof progress> {
  return progress((share, text) => output.status(`${bar(share)} ${text}`));
}

/** The same beneath a line that stays for each epoch. */
export function tellProgress<Epoch extends EpochRecord>(
  output: Output,
  lineOf: (record: Epoch) => string,
): (record: Epoch, place: RunPlace) => void {
  const tell = progressTo(output);
  return (record, place) => {
    output.line(lineOf(record));
    if (!place.isLast) tell(record, place);
  };
}
