import { countOf } from "../tensor.ts";
import { ElementType, type OnnxNode, type OnnxTensor } from "./model.ts";

/** How the numbers of a type stand in bytes, little-endian. */
interface Storage {
  readonly size: number;
  readonly get: (view: DataView, place: number) => number;
  readonly set: (view: DataView, place: number, number: number) => void;
}

const { float32, int32, int64, bool, float64 } = ElementType;

const storages: ReadonlyMap<number, Storage> = new Map<number, Storage>([
  [
    float32,
    {
      size: 4,
      get: (view, at) => view.getFloat32(at, true),
      set: (view, at, x) => view.setFloat32(at, x, true),
    },
  ],
  [
    float64,
    {
      size: 8,
      get: (view, at) => view.getFloat64(at, true),
      set: (view, at, x) => view.setFloat64(at, x, true),
    },
  ],
  [
    int32,
    { size: 4, get: (view, at) => view.getInt32(at, true), set: (view, at, x) => view.setInt32(at, x, true) },
  ],
  [
    bool,
    {
      size: 1,
      get: (view, at) => view.getUint8(at),
      set: (view, at, x) => view.setUint8(at, x === 0 ? 0 : 1),
    },
  ],
  [
    int64,
    {
      size: 8,
      get: (view, at) => Number(view.getBigInt64(at, true)),
      set: (view, at, x) => view.setBigInt64(at, BigInt(Math.trunc(x)), true),
    },
  ],
]);

/** The bytes of finite numbers of a type; where it is none that is read, as int64. */
export function bytesOf(elementType: number, numbers: readonly number[]): Uint8Array {
  const { size, set } = storages.get(elementType) ?? storages.get(int64)!;
  const view = new DataView(new ArrayBuffer(size * numbers.length));
  for (const [index, number] of numbers.entries()) set(view, size * index, number);
  return new Uint8Array(view.buffer);
}

/** The numbers of a constant, where these are one or two of a type that is read. */
export function fewNumbers({
  dims,
  elementType,
  bytes,
  external,
}: OnnxTensor): readonly number[] | undefined {
  const count = countOf(dims);
  const storage = storages.get(elementType);
  if (external || !storage || !(count === 1 || count === 2) || bytes.length !== storage.size * count)
    return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: count }, (_, index) => storage.get(view, storage.size * index));
}

/** A constant of few numbers in another type. */
function cast(given: OnnxTensor | undefined, elementType: number): OnnxTensor | undefined {
  const numbers = given && fewNumbers(given);
  if (!numbers?.every(Number.isFinite) || !storages.has(elementType)) return undefined;
  return { ...given!, elementType, bytes: bytesOf(elementType, numbers) };
}

/** Two constants of one number each as one, as exporters put a shape together. */
function pairOf([first, second, ...more]: readonly (OnnxTensor | undefined)[]): OnnxTensor | undefined {
  const isSingle = (given: OnnxTensor | undefined): boolean => given?.dims.join() === "1";
  if (!isSingle(first) || !isSingle(second) || more.length > 0) return undefined;
  const { elementType } = first!;
  const numbers = [first!, second!].flatMap((each) => fewNumbers(each) ?? []);
  if (second!.elementType !== elementType || numbers.length !== 2 || !numbers.every(Number.isFinite))
    return undefined;
  return { ...first!, dims: [2], bytes: bytesOf(elementType, numbers) };
}

/** What a node stands for that gives a constant, or one in another shape or type, or another name for one. */
export function constantOf(
  node: OnnxNode,
  constants: ReadonlyMap<string, OnnxTensor>,
): OnnxTensor | undefined {
  if (node.domain !== "") return undefined;
  if (node.op === "Constant") return valueOfConstant(node);
  const given = constants.get(node.inputs[0]!);
  if (node.op === "Identity") return given;
  if (node.op === "Cast") return cast(given, node.attributes.to?.integer ?? 0);
  if (node.op === "Concat") return pairOf(node.inputs.map((input) => constants.get(input)));
  if (node.op === "Unsqueeze" && given?.dims.length === 0) {
    const axes = node.attributes.axes?.integers?.length ?? constants.get(node.inputs[1]!)?.dims[0];
    return axes === 1 ? { ...given, dims: [1] } : undefined;
  }
  if (node.op !== "Transpose" || given?.dims.length !== 2) return undefined;
  const axes = (node.attributes.perm?.integers ?? [1, 0]).join();
  if (axes === "0,1") return given;
  return axes === "1,0" ? { ...given, dims: given.dims.toReversed(), turned: !given.turned } : undefined;
}

/** The value of a node `Constant`, in whichever of its settings it stands. */
function valueOfConstant({ attributes, outputs: [name = ""] }: OnnxNode): OnnxTensor | undefined {
  const { value, value_float, value_floats, value_int, value_ints } = attributes;
  const floats =
    value_floats?.floats ??
    (value_float?.float === undefined ? undefined : bytesOf(float32, [value_float.float]));
  if (floats) {
    const dims = value_floats ? [floats.length / 4] : [];
    return { name, dims, elementType: float32, bytes: floats, external: false };
  }
  const integers =
    value_ints?.integers ?? (value_int?.integer === undefined ? undefined : [value_int.integer]);
  if (integers === undefined) return value?.tensor;
  const dims = value_ints ? [integers.length] : [];
  return { name, dims, elementType: int64, bytes: bytesOf(int64, integers), external: false };
}
