import { classicUniform } from "./classic-uniform.ts";
import { constant } from "./constant.ts";
import { glorotNormal, glorotUniform, logisticGlorot } from "./glorot.ts";
import { heNormal, heUniform } from "./he.ts";
import type { Initializer } from "./initializer.ts";
import { isometricLogistic } from "./isometric-logistic.ts";
import { lecunNormal, lecunUniform } from "./lecun.ts";
import { normal } from "./normal.ts";
import { orthogonal } from "./orthogonal.ts";
import { sparse } from "./sparse.ts";
import { uniform } from "./uniform.ts";
import { zeros } from "./zeros.ts";

/**
 * Every initializer of the library, those with options at their defaults. What is listed here is covered by the
 * conformance test.
 *
 * @example
 * initializers.map(({ name }) => name);
 */
export const initializers: readonly Initializer[] = Object.freeze([
  zeros,
  constant(0.1),
  normal(),
  uniform(),
  classicUniform,
  lecunNormal,
  lecunUniform,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  orthogonal(),
  sparse(),
  logisticGlorot,
  isometricLogistic(),
]);
