export { baseRate } from "./machine/base-rate.ts";
export { tempered } from "./machine/tempered.ts";
