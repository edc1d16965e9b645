export { join, work } from "./launch";
export { countNonzeros as nonzeros } from "./nonzero-lists";
// Exported so that each stays a function of its own: V8 keeps the constants of a loop in registers only where no other
// loop of the same function uses them too. Nobody calls them by name, so the names are short.
export {
  elu as a,
  gelu as b,
  lecunTanh as c,
  selu as d,
  sigmoid as e,
  silu as f,
  softplus as g,
  tanh as h,
} from "./activation";
export {
  eluSlope as i,
  geluSlope as j,
  lecunTanhSlope as m,
  seluSlope as k,
  siluSlope as l,
} from "./slope";
