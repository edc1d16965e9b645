import { matrixToJSON } from "../../src/matrix/matrix-json.ts";
import { mapParameters, type Parameters } from "../../src/parameters.ts";

/** Every matrix of a record to the bit, as strings that compare equal only if the bits do. */
export function bitsOf(parameters: Parameters): Record<string, string> {
  return mapParameters(parameters, (matrix) => JSON.stringify(matrixToJSON(matrix)));
}
