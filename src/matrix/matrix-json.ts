import { checkFields, checkInteger, checkRecord, rangeError, readSafely, show, typeError } from "../check.ts";
import { type AbstractMatrix, Matrix } from "./matrix.ts";

/** A matrix in JSON: its shape, and its float64 values row by row, little-endian, in base64. Exact to the bit. */
export interface MatrixJSON {
  readonly rows: number;
  readonly columns: number;
  readonly float64: string;
}

/** Writes a matrix as JSON, exact to the bit (decimal digits would lose the sign of zero). */
export function matrixToJSON(matrix: AbstractMatrix): MatrixJSON {
  const { rows, columns } = matrix;
  const view = new DataView(new ArrayBuffer(rows * columns * 8));
  for (const [index, value] of matrix.to1DArray().entries()) view.setFloat64(8 * index, value, true);
  return { rows, columns, float64: encodeBase64(new Uint8Array(view.buffer)) };
}

/** Reads a matrix that `matrixToJSON` wrote, and refuses one that was cut short. */
export function matrixFromJSON(action: string, name: string, json: MatrixJSON): Matrix {
  const expected = `${name} to be { rows, columns, float64 }`;
  const { rows, columns, float64 } = readSafely(action, expected, () => ({
    ...checkRecord(action, expected, json),
  }));
  if (typeof float64 !== "string") throw typeError(action, expected, show(json));
  checkInteger(action, `rows of ${name}`, rows, { min: 0 });
  checkInteger(action, `columns of ${name}`, columns, { min: 1 });
  checkFields(action, json, ["rows", "columns", "float64"]);
  const binary = decodeBase64(action, name, float64);
  if (binary.length !== rows * columns * 8) {
    throw rangeError(action, `${name} to hold ${rows * columns * 8} bytes`, `${binary.length}`);
  }
  const view = new DataView(new ArrayBuffer(binary.length));
  for (let byte = 0; byte < binary.length; byte++) view.setUint8(byte, binary.charCodeAt(byte));
  const values = Array.from({ length: rows * columns }, (_, index) => view.getFloat64(8 * index, true));
  return Matrix.from1DArray(rows, columns, values);
}

/** Byte by byte, a string of megabytes would be built of millions of pieces; a call takes only so many arguments. */
function encodeBase64(bytes: Uint8Array): string {
  const chunk = 8192;
  let binary = "";
  for (let start = 0; start < bytes.length; start += chunk) {
    binary += String.fromCharCode(...bytes.subarray(start, start + chunk));
  }
  return btoa(binary);
}

function decodeBase64(action: string, name: string, text: string): string {
  try {
    const binary = atob(text);
    if (btoa(binary) === text) return binary; // else characters were skipped, or bits dropped
  } catch {} // no base64 at all
  throw rangeError(action, `${name} to be base64`, show(text.slice(0, 20)));
}
