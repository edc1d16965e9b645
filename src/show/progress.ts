import { checkRecord, show as shown, typeError } from "../check.ts";
import type { RunPlace } from "../fit/fit-options.ts";
import { isBatch, type ProgressRecord, shareOf, standing } from "./progress-line.ts";
import { elementView, type ProgressElement, type ProgressView, viewHere } from "./progress-view.ts";

/** Batches come fast: they are shown so many milliseconds apart. */
const PAUSE = 100;

/**
 * Makes a callback that shows how far a run is: a bar, the figures of the epoch, and the time left if the rest is as fast as what is
 * done.
 *
 * On a terminal it is one line of standard error, in a log a line for every tenth, in a notebook of Deno or tslab a place in the
 * cell's output, in a page the console or an element of yours. One callback shows one run, or a stack's.
 *
 * @param on - A `<progress>` element, or a function of the share from 0 to 1 and the words. Default: what suits the place.
 * @returns The callback, for `onEpoch` of any `fit` or `pretrain`; where epochs are long for `onBatch` as well.
 * @throws TypeError if `on` is neither.
 * @example
 * await network.fit(inputs, labels, { onEpoch: progress() });
 */
export function progress(
  on?: ProgressElement | ((share: number, text: string) => unknown),
): (record: ProgressRecord, place: RunPlace) => unknown {
  const view = on === undefined ? viewHere() : givenView(on);
  let began: { readonly at: number; readonly share: number } | undefined;
  let layer: number | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  return (record, place) => {
    const { epochs, isLast } = checkRecord(
      "show progress",
      "a record and the run's place, as fit gives them",
      place,
    );
    const now = performance.now();
    const share = shareOf(record, epochs);
    if (began === undefined || layer !== record.layer) {
      // An epoch tells how long it took: the run began before it, or it goes on.
      const before = isBatch(record) ? share : share - 1 / epochs;
      began = { at: now - (isBatch(record) ? 0 : record.seconds * 1000), share: before };
      layer = record.layer;
    }
    // The last batch is told with its epoch; of a stream that does not say how many come each looks like the last.
    if (isBatch(record) && (record.batch === record.batches || now - shownAt < PAUSE)) return undefined;
    shownAt = now;
    const rate = (now - began.at) / (share - began.share);
    const left = isLast || !Number.isFinite(rate) ? undefined : rate * (1 - share);
    return view({ share, text: standing(record, epochs, left), isLast });
  };
}

function givenView(on: ProgressElement | ((share: number, text: string) => unknown)): ProgressView {
  if (typeof on === "function") return ({ share, text }) => on(share, text);
  if (typeof on === "object" && on !== null && "value" in on && "max" in on) return elementView(on);
  throw typeError("show progress", "a <progress> element or a function", shown(on));
}
