export { join, work } from "./launch";
export { countNonzeros } from "./nonzero-lists";
