import { depthContours } from "layerwise/study";
import type { FromWorker, ToWorker } from "../messages.ts";
import type { PaceName, Settings } from "../settings.ts";
import type { Frame } from "./frame.ts";
import { type Ground, groundOf } from "./ground.ts";
import { type Moment, run } from "./run.ts";
import { readTable, type Table } from "./table.ts";

/** How long the parts of an experiment last at least, in milliseconds. */
const paces: Readonly<Record<PaceName, Readonly<Record<Frame["phase"], number>>>> = {
  watch: { pretraining: 3500, training: 5000 },
  quick: { pretraining: 0, training: 0 },
};

/** Depths that the phase diagram has lines for; the last is the edge of chaos. */
const DEPTHS = [8, Number.POSITIVE_INFINITY];

/** The corner of the phase diagram. */
const PLANE = { weightDeviation: 3, biasDeviation: 3 };

/**
 * The worker's side: answers the page.
 *
 * @param post - Sends a message, and hands over the buffers in the list.
 * @returns What takes the page's messages.
 */
export function createHost(
  post: (message: FromWorker, transfer: ArrayBuffer[]) => void,
): (message: ToWorker) => void {
  let stop = new AbortController();
  let [waiting, resume] = [Promise.resolve(), () => {}]; // while a run is paused, what it waits for
  let file: { readonly name: string; readonly bytes: ArrayBuffer } | undefined;
  let stands: (Pick<Moment, "nets"> & { readonly ground: Ground }) | undefined;
  let examplesShown = 0;
  let hasContours = false;

  const say = (message: FromWorker): void => post(message, buffersIn(message));
  const refuse = (error: unknown, run?: number): void =>
    say({ type: "refused", reason: (error as Error).message, ...(run !== undefined && { run }) });

  const start = async (number: number, settings: Settings): Promise<void> => {
    stop.abort();
    resume();
    stop = new AbortController();
    const { signal } = stop;
    try {
      const ground = await groundOf(settings, tableFor(settings));
      if (signal.aborted) return;
      say({ type: "began", run: number, facts: ground.facts });
      let due = 0;
      for await (const { frame, nets } of run(settings, ground, signal)) {
        await after(due - performance.now());
        await waiting;
        if (signal.aborted) return;
        due = performance.now() + paces[settings.pace][frame.phase] / frame.of;
        stands = { nets, ground };
        say({ type: "frame", run: number, frame });
        if (!hasContours) say({ type: "contours", contours: depthContours(DEPTHS, PLANE) });
        hasContours = true;
      }
      if (!signal.aborted) say({ type: "ended", run: number });
    } catch (error) {
      if (!signal.aborted) refuse(error, number);
    }
  };

  const pause = (): void => {
    resume();
    waiting = new Promise((resolve) => {
      resume = resolve;
    });
  };

  const tableFor = ({ data, label }: Settings): Table | undefined =>
    data === "table" && file ? readTable(file.name, file.bytes, label) : undefined;

  const read = (name: string, bytes: ArrayBuffer): void => {
    const { dataset, columns, label } = readTable(name, bytes);
    file = { name, bytes };
    const { inputs, classes, warnings = [] } = dataset;
    say({ type: "table", table: { name, columns, label, rows: inputs.rows, classes, warnings } });
  };

  const classify = (pixels: Float32Array, label?: string): void => {
    if (stands === undefined) return;
    const [left, right] = stands.nets.map((net) => net.predict([...pixels]).getRow(0)) as [
      number[],
      number[],
    ];
    say({
      type: "told",
      told: { pixels, probabilities: [left, right], ...(label !== undefined && { label }) },
    });
  };

  const showExample = (): void => {
    if (stands === undefined) return;
    const { test, facts } = stands.ground;
    const example = examplesShown++ % test.inputs.rows;
    classify(Float32Array.from(test.inputs.getRow(example)), facts.classNames[test.labels[example]!]!);
  };

  return (message) => {
    try {
      if (message.type === "start") void start(message.run, message.settings);
      else if (message.type === "pause") pause();
      else if (message.type === "resume") resume();
      else if (message.type === "read") read(message.name, message.bytes);
      else if (message.type === "classify") classify(message.pixels);
      else showExample();
    } catch (error) {
      refuse(error);
    }
  };
}

/** Buffers that are handed over with a message, each once. */
function buffersIn(message: FromWorker): ArrayBuffer[] {
  const arrays =
    message.type === "frame"
      ? [message.frame.stack?.filters, message.frame.stack?.samples]
      : message.type === "told"
        ? [message.told.pixels]
        : [];
  return arrays.flatMap((array) => (array ? [array.buffer as ArrayBuffer] : []));
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
