import * as ort from "onnxruntime-web";
import { Matrix, type MatrixLike, toMatrix } from "../../src/matrix/matrix.ts";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

/** What a file in ONNX has and gives, as ONNX Runtime runs it. */
export interface OnnxRun {
  readonly input: string;
  readonly output: string;
  readonly outputs: Matrix;
}

/** Runs a file in ONNX Runtime on rows of numbers, which become float32. */
export async function runOnnx(
  bytes: Uint8Array,
  rows: MatrixLike,
  shape?: readonly number[],
): Promise<OnnxRun> {
  const session = await ort.InferenceSession.create(bytes);
  try {
    const matrix = toMatrix("run ONNX", "rows", rows);
    const values = Float32Array.from(matrix.to2DArray().flat());
    const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
    const dims = shape ?? [matrix.rows, matrix.columns];
    const result = await session.run({ [input]: new ort.Tensor("float32", values, dims) });
    const {
      data,
      dims: [batch = 0, width = 0],
    } = result[output]!;
    const cells = Array.from(data as Float32Array);
    const at = (row: number): number[] => cells.slice(row * width, (row + 1) * width);
    return { input, output, outputs: new Matrix(Array.from({ length: batch }, (_, row) => at(row))) };
  } finally {
    await session.release();
  }
}
