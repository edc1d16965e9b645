export { identity } from "./activation/identity.ts";
export { sigmoid } from "./activation/sigmoid.ts";
export { dense } from "./layers/dense.ts";
