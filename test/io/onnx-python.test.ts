import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pipeline } from "../../src/data/index.ts";
import { DBN, dense, inTurn, linear, Matrix, minMax, standardize, tanh, zcaWhiten } from "../../src/index.ts";
import { type Model, toOnnx } from "../../src/io/index.ts";
import { anyNetwork, drawnNetwork, inSingle } from "../support/any-network.ts";
import { apart } from "../support/apart.ts";
import { imports } from "../support/python.ts";
import { randomMatrix } from "../support/random-matrix.ts";

/** Checks files by onnx.checker with the inference of shapes, runs each on its rows, and prints what comes out. */
const program = `
import json, sys
import numpy, onnx, onnxruntime
results = []
for case in json.load(open(sys.argv[1])):
    onnx.checker.check_model(onnx.load(case["path"]), full_check=True)
    session = onnxruntime.InferenceSession(case["path"], providers=["CPUExecutionProvider"])
    rows = numpy.array(case["rows"], dtype=numpy.float32)
    results.append(session.run(None, {session.get_inputs()[0].name: rows})[0].tolist())
json.dump(results, sys.stdout)
`;

const candidates = [process.env.PYTHON, "python3", "/usr/bin/python3"].filter((name) => name !== undefined);
const python = candidates.find((name) => ["onnx", "onnxruntime"].every((each) => imports(name, each)));

describe.skipIf(!python)(`Python (${python ?? "skipped: there is none with onnx and onnxruntime"})`, () => {
  it("checks files by toOnnx, and ONNX Runtime gives what the model does", () => {
    const scratch = mkdtempSync(join(tmpdir(), "layerwise-onnx-"));
    const rows = (columns: number): Matrix => inSingle(randomMatrix("rows", 9, columns));
    const targetScaling = standardize.fit(randomMatrix("targets", 20, 3, 100));
    const preparation = inTurn(minMax, standardize, zcaWhiten).fit(randomMatrix("data", 50, 4, 10));
    const model = drawnNetwork([dense({ inputs: 4, outputs: 3, activation: tanh })], linear);
    const pipeline = new Pipeline({ model, preparation, targetScaling, targetNames: ["a", "b", "c"] });
    const dbn = new DBN({ sizes: [4, 3, 2], seed: 1, engine: "reference" });
    const inUnit = Matrix.abs(rows(4)).mul(0.1);
    const cases: readonly { readonly model: Model; readonly rows: Matrix; readonly expected: Matrix }[] = [
      ...fc.sample(anyNetwork, { numRuns: 60, seed: 22 }).map((network) => {
        const given = rows(network.inputs);
        return { model: network, rows: given, expected: network.predict(given) };
      }),
      { model: pipeline, rows: rows(4), expected: pipeline.predict(rows(4)) },
      { model: dbn, rows: inSingle(inUnit), expected: dbn.transform(inSingle(inUnit)) },
    ];
    try {
      const written = cases.map((each, index) => {
        const path = join(scratch, `${index}.onnx`);
        writeFileSync(path, toOnnx(each.model));
        return { path, rows: each.rows.to2DArray() };
      });
      const list = join(scratch, "cases.json");
      writeFileSync(list, JSON.stringify(written));
      const printed = execFileSync(python!, ["-c", program, list], { maxBuffer: 2 ** 26, encoding: "utf8" });
      const results = JSON.parse(printed) as number[][][];
      expect(results.length).toBe(cases.length);
      for (const [index, result] of results.entries()) {
        expect(apart(new Matrix(result), cases[index]!.expected)).toBeLessThan(1e-6);
      }
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });
});
