/** All that a page can use, in one module: what `npm run build` makes of it has ml-matrix and seedrandom inside. */

export * from "./data/index.ts";
export * from "./extend/index.ts";
export * from "./index.ts";
export * from "./io/index.ts";
export * from "./plots/index.ts";
export * from "./pretraining/index.ts";
export * from "./rbm/index.ts";
export * from "./show/index.ts";
export * from "./study/index.ts";
