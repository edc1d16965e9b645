import { type Named, ofLibrary } from "../check/own-name.ts";

/** The kinds of layers that the library has, by which a saved network finds them. */
export const layerKinds = ["dense", "activate", "dropout", "batchNorm", "layerNorm", "residual"] as const;

/** The same as parts of the library, whose names those of somebody's own may not have. */
export const libraryKinds: readonly Named[] = layerKinds.map((kind) => ofLibrary({ kind }));
