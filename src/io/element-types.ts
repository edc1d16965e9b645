import { rangeError } from "../check.ts";
import type { TensorValues } from "./tensor.ts";

/** A type of number in files. */
export interface ElementType {
  /** What safetensors calls it. */
  readonly name: string;
  /** What NumPy calls it, without the order of its bytes. */
  readonly numpy?: string;
  /** The bytes of a number. */
  readonly size: number;
  /** Reads bytes that are in the order of the machine and nobody else's. */
  readonly read: (action: string, name: string, memory: ArrayBuffer) => TensorValues;
}

/** Integers up to here have a float64 of their own. */
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** All types that are read; the typed arrays of the first eight are written as these. */
export const elementTypes: readonly ElementType[] = [
  { name: "F64", numpy: "f8", size: 8, read: (_, __, memory) => new Float64Array(memory) },
  { name: "F32", numpy: "f4", size: 4, read: (_, __, memory) => new Float32Array(memory) },
  { name: "I32", numpy: "i4", size: 4, read: (_, __, memory) => new Int32Array(memory) },
  { name: "U32", numpy: "u4", size: 4, read: (_, __, memory) => new Uint32Array(memory) },
  { name: "I16", numpy: "i2", size: 2, read: (_, __, memory) => new Int16Array(memory) },
  { name: "U16", numpy: "u2", size: 2, read: (_, __, memory) => new Uint16Array(memory) },
  { name: "I8", numpy: "i1", size: 1, read: (_, __, memory) => new Int8Array(memory) },
  { name: "U8", numpy: "u1", size: 1, read: (_, __, memory) => new Uint8Array(memory) },
  { name: "I64", numpy: "i8", size: 8, read: (...given) => exact(new BigInt64Array(given[2]), ...given) },
  { name: "U64", numpy: "u8", size: 8, read: (...given) => exact(new BigUint64Array(given[2]), ...given) },
  { name: "F16", numpy: "f2", size: 2, read: (_, __, memory) => widened(memory, fromHalf) },
  { name: "BF16", size: 2, read: (_, __, memory) => widened(memory, fromBrainFloat) },
  { name: "BOOL", numpy: "b1", size: 1, read: (...given) => truths(...given) },
];

/** The type that an array of numbers is written as. */
export function typeOf(values: TensorValues): ElementType {
  const name = values.constructor.name;
  const letter = name.startsWith("Float") ? "F" : name.startsWith("U") ? "U" : "I";
  return elementTypes.find((type) => type.name === `${letter}${8 * values.BYTES_PER_ELEMENT}`)!;
}

/** Integers of 64 bits as float64, where each of them has one. */
function exact(
  integers: BigInt64Array | BigUint64Array,
  action: string,
  name: string,
  _: ArrayBuffer,
): Float64Array {
  const values = new Float64Array(integers.length);
  for (const [index, integer] of integers.entries()) {
    if (integer > MOST_EXACT || integer < -MOST_EXACT) {
      throw rangeError(action, `integers of ${name} within ±${MOST_EXACT}`, `${integer} in place ${index}`);
    }
    values[index] = Number(integer);
  }
  return values;
}

/** Booleans, each a byte of 0 or 1. */
function truths(action: string, name: string, memory: ArrayBuffer): Uint8Array {
  const values = new Uint8Array(memory);
  const place = values.findIndex((value) => value > 1);
  if (place < 0) return values;
  throw rangeError(action, `booleans of ${name} to be 0 or 1`, `${values[place]} in place ${place}`);
}

function widened(memory: ArrayBuffer, widen: (bits: number) => number): Float32Array {
  return Float32Array.from(new Uint16Array(memory), widen);
}

/** The number in 16 bits of IEEE 754: a sign, five bits of exponent, ten of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The number in the upper 16 bits of a float32. */
function fromBrainFloat(bits: number): number {
  scratch.setUint32(0, bits * 2 ** 16);
  return scratch.getFloat32(0);
}
