export type { Plot } from "./plot.ts";
