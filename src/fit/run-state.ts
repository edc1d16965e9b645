import type { Kept } from "./kept.ts";

/** Where a run of training stands, as plain data: see `Run`. */
export type RunState = Readonly<Record<string, Kept>>;
