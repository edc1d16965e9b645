import { batch, type Signal, signal } from "@preact/signals";
import type { ContourLine } from "layerwise/study";
import { addressOf, readAddress } from "../address.ts";
import type { Frame, GroundFacts, StackFrame } from "../experiment/frame.ts";
import type { FromWorker, TableFacts, Told, ToWorker } from "../messages.ts";
import type { Settings } from "../settings.ts";

/** What has become of a net's accuracy, and at what cost. */
export interface CurvePoint {
  readonly cost: number;
  readonly accuracy: number;
}

/** What the page shows, and what can be done on it. */
export interface Client {
  readonly settings: Signal<Settings>;
  readonly facts: Signal<GroundFacts | undefined>;
  readonly frame: Signal<Frame | undefined>;
  readonly stack: Signal<StackFrame | undefined>;
  readonly curves: Signal<readonly [readonly CurvePoint[], readonly CurvePoint[]]>;
  readonly contours: Signal<readonly ContourLine[]>;
  readonly told: Signal<Told | undefined>;
  readonly table: Signal<TableFacts | undefined>;
  /** What could not be done, and why. */
  readonly trouble: Signal<string>;
  readonly state: Signal<"running" | "paused" | "ended">;
  /** Begins with other settings, and writes them into the address. */
  change(changed: Partial<Settings>): void;
  restart(): void;
  pauseOrGoOn(): void;
  read(file: File): Promise<void>;
  classify(pixels: Float32Array): void;
  showExample(): void;
}

/** Somebody who wants little motion sees a picture in so many milliseconds. */
const CALM = 1000;

/** Joins the page to its worker and its address. */
export function createClient(worker: Worker, window: Window): Client {
  const address = readAddress(window.location.hash);
  const settings = signal(address.settings);
  const facts = signal<GroundFacts | undefined>(undefined);
  const frame = signal<Frame | undefined>(undefined);
  const stack = signal<StackFrame | undefined>(undefined);
  const curves = signal<readonly [readonly CurvePoint[], readonly CurvePoint[]]>([[], []]);
  const contours = signal<readonly ContourLine[]>([]);
  const told = signal<Told | undefined>(undefined);
  const table = signal<TableFacts | undefined>(undefined);
  const trouble = signal(address.refused.join(" "));
  const state = signal<"running" | "paused" | "ended">("running");
  let run = 0;
  let calmUntil = 0;

  const say = (message: ToWorker, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);

  const start = (): void => {
    run++;
    calmUntil = 0;
    batch(() => {
      curves.value = [[], []];
      stack.value = undefined;
      told.value = undefined;
      state.value = "running";
    });
    say({ type: "start", run, settings: settings.value });
  };

  const change = (changed: Partial<Settings>): void => {
    settings.value = { ...settings.value, ...changed };
    window.history.pushState(null, "", addressOf(settings.value));
    trouble.value = "";
    start();
  };

  const take = (next: Frame): void => {
    const [left, right] = curves.value;
    const [one, other] = next.nets;
    if (next.phase === "training") curves.value = [withPoint(left, one), withPoint(right, other)];
    if (next.stack) stack.value = next.stack;
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isCalm && next.done < next.of && performance.now() < calmUntil) return;
    calmUntil = performance.now() + CALM;
    frame.value = next;
  };

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if ("run" in data && data.run !== undefined && data.run !== run) return; // of a run that was left
    batch(() => {
      if (data.type === "frame") take(data.frame);
      else if (data.type === "began") facts.value = data.facts;
      else if (data.type === "contours") contours.value = data.contours;
      else if (data.type === "ended") state.value = "ended";
      else if (data.type === "told") told.value = data.told;
      else if (data.type === "refused") {
        trouble.value = data.reason;
        if (data.run !== undefined) state.value = "ended";
      } else {
        table.value = data.table;
        const epochs = Math.max(10, Math.min(100, Math.round(40_000 / data.table.rows)));
        change({ data: "table", label: data.table.label, epochs });
        trouble.value = data.table.warnings.join(" ");
      }
    });
  };
  worker.onerror = (event) => {
    trouble.value = `The computation ended: ${event.message}`;
    state.value = "ended";
  };
  window.addEventListener("popstate", () => {
    const read = readAddress(window.location.hash);
    settings.value = read.settings;
    trouble.value = read.refused.join(" ");
    start();
  });

  start();
  return {
    ...{ settings, facts, frame, stack, curves, contours, told, table, trouble, state },
    ...{ change, restart: start },
    pauseOrGoOn() {
      const isPaused = state.value === "paused";
      state.value = isPaused ? "running" : "paused";
      say({ type: isPaused ? "resume" : "pause" });
    },
    async read(file) {
      const bytes = await file.arrayBuffer();
      say({ type: "read", name: file.name, bytes }, [bytes]);
    },
    classify(pixels) {
      say({ type: "classify", pixels }, [pixels.buffer as ArrayBuffer]);
    },
    showExample() {
      say({ type: "example" });
    },
  };
}

function withPoint(curve: readonly CurvePoint[], { cost, accuracy }: CurvePoint): readonly CurvePoint[] {
  return [...curve, { cost, accuracy }];
}
