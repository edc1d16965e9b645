export { join, work } from "./launch";
export { countNonzeros } from "./nonzero-lists";
// Exported so that each stays a function of its own: V8 keeps the constants of a loop in registers only where no other
// loop of the same function uses them too.
export { elu, gelu, lecunTanh, selu, sigmoid, silu, softplus, tanh } from "./activation";
export { eluSlope, geluSlope, seluSlope, siluSlope } from "./slope";
