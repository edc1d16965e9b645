export { type CheckGradientsOptions, checkGradients } from "../../src/extend/check-gradients.ts";
