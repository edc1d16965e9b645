/** The version of the file format: that of ONNX 1.12, of 2022. */
export const IR_VERSION = 8;
/** The version of the operators: the first with `LayerNormalization`. */
export const OPSET = 17;

/** How the numbers of a tensor are stored, by the numbers of `TensorProto.DataType`. */
export const ElementType: Readonly<Record<"float32" | "int32" | "int64" | "bool" | "float64", number>> =
  Object.freeze({ float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 });

/** A constant of a graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** One of `ElementType`, or of the types that are not read here. */
  readonly elementType: number;
  /** The numbers, little-endian. */
  readonly bytes: Uint8Array;
  /** Whether the numbers stand column by column, since a node turns the matrix over. */
  readonly turned?: boolean;
  /** Whether the numbers stand in another file. */
  readonly external: boolean;
}

/** A setting of a node: a number, an integer or several, a text or a constant. */
export interface OnnxAttribute {
  readonly float?: number;
  readonly integer?: number;
  readonly integers?: readonly number[];
  /** The bytes of several numbers, float32 and little-endian. */
  readonly floats?: Uint8Array;
  readonly text?: string;
  readonly tensor?: OnnxTensor;
}

/** One operation of a graph. */
export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  /** Whose operator it is; empty for those of ONNX. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** What goes into a graph or comes out of it. */
export interface OnnxValue {
  readonly name: string;
  readonly elementType: number;
  /** A name or undefined for a width that is not fixed. */
  readonly dims: readonly (number | string | undefined)[];
}

/** What is computed. */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** A file in ONNX, as far as it is read and written here. */
export interface OnnxFile {
  readonly irVersion: number;
  /** The version of the operators of each domain; `""` for those of ONNX. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly producer: string;
  readonly producerVersion: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: OnnxGraph;
}
