import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Matrix } from "../../src/index.ts";
import { crc32 } from "../../src/io/crc32.ts";
import {
  fromNpy,
  fromNpz,
  fromSafetensors,
  matrixOfTensor,
  type Tensor,
  type TensorValues,
  toNpy,
  toNpz,
  toSafetensors,
} from "../../src/io/index.ts";
import { imports, python } from "../support/python.ts";

const folder = fileURLToPath(new URL("../fixtures/io/", import.meta.url));
const file = (name: string): Buffer => readFileSync(`${folder}${name}`);
const expected = JSON.parse(file("expected.json").toString()) as Record<
  "arrays" | "tensors",
  Record<string, { shape: number[]; values: number[] }>
>;
const scratch = mkdtempSync(join(tmpdir(), "layerwise-io-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The type of array that each type of number becomes. */
const types: Readonly<Record<string, string>> = {
  ...{ f8: "Float64Array", f4: "Float32Array", f2: "Float32Array", bf16: "Float32Array" },
  ...{ i1: "Int8Array", i2: "Int16Array", i4: "Int32Array", i8: "Float64Array" },
  ...{ u1: "Uint8Array", u2: "Uint16Array", u4: "Uint32Array", u8: "Float64Array" },
  ...{ b1: "Uint8Array", big_f8: "Float64Array", big_i2: "Int16Array", fortran: "Float64Array" },
  ...{ cube: "Int32Array", scalar: "Float64Array", empty: "Float64Array" },
};

function expectArray(name: string, found: Tensor | undefined, { shape, values }: Tensor | Plain): void {
  expect(found?.shape, name).toEqual([...shape]);
  expect(Array.from(found!.values), name).toEqual(Array.from(values));
  expect(found!.values.constructor.name, name).toBe(types[name]);
}
interface Plain {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A zip file of one deflated file, by the specification. */
function deflatedZip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); // the version that reads it
  common.writeUInt16LE(8, 4); // deflated
  for (const [at, value] of [crc32(content), packed.length, content.length].entries())
    common.writeUInt32LE(value, 10 + 4 * at);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
  const index = Buffer.concat([
    ...[Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), common, Buffer.alloc(14), Buffer.from(name)],
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, index, end]);
}

describe("fromNpz", () => {
  it.each(["stored.npz", "deflated.npz"])("reads every type, order and shape of NumPy: %s", async (name) => {
    const arrays = await fromNpz(file(name));
    expect(Object.keys(arrays)).toEqual(Object.keys(expected.arrays));
    for (const [key, array] of Object.entries(expected.arrays)) expectArray(key, arrays[key], array);
  });

  it("refuses what is no array of numbers, and names without .npy", async () => {
    await expect(fromNpz(new Uint8Array(30))).rejects.toThrow("a zip file with an index at its end");
    await expect(fromNpz(toNpy([1]))).rejects.toThrow("a zip file with an index at its end");
  });

  it("refuses a bomb before it takes room: an array that claims more than its bytes can hold", async () => {
    const zip = Buffer.from(toNpz({ a: [1] }));
    for (let place = zip.indexOf("PK\u0001\u0002"), at = 24; at > 0; at = 0)
      zip.writeUInt32LE(4e9, place + at);
    await expect(fromNpz(zip)).rejects.toThrow(
      /expected "a.npy" to hold 4000000000 bytes, got 136 packed ones/,
    );
  });

  it("refuses one whose bytes can hold what its index claims, and whose header says less or more", async () => {
    const one = Buffer.from(toNpy([1]));
    const bomb = Buffer.concat([one, Buffer.alloc(2e7)]);
    await expect(fromNpz(deflatedZip("a.npy", bomb))).rejects.toThrow(
      'expected "a.npy" to hold 136 bytes, as its header says, got 20000136 by the index',
    );
    const claims = Buffer.from(one.toString("latin1").replace("(1,), }  ", "(1e9,), }"), "latin1");
    await expect(fromNpz(deflatedZip("a.npy", claims))).rejects.toThrow("an array of numbers, got");
    const large = Buffer.from(one.toString("latin1").replace("(1,), }  ", "(100,), }"), "latin1");
    await expect(fromNpz(deflatedZip("a.npy", large))).rejects.toThrow(
      'expected 800 bytes of numbers in "a.npy" for shape (100), got 8',
    );
    await expect(fromNpz(deflatedZip("a.txt", bomb))).rejects.toThrow('files that end in .npy, got "a.txt"');
    await expect(fromNpz(deflatedZip("a.npy", one.subarray(0, 5)))).rejects.toThrow("to be an npy file");
    await expect(fromNpz(deflatedZip("a.npy", one.subarray(0, 50)))).rejects.toThrow("to hold a header of");
    const zeros = toNpy({ shape: [1000, 1000], values: new Float64Array(1e6) });
    const { a } = await fromNpz(deflatedZip("a.npy", Buffer.from(zeros)));
    expect(a!.shape).toEqual([1000, 1000]);
  });
});

describe("fromNpy", () => {
  it.each([1, 2, 3])("reads version %d", (version) => {
    expectArray("f8", fromNpy(file(`version-${version}.npy`)), expected.arrays.f8!);
  });

  it.each([
    [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
      8,
      /16 bytes of numbers .* shape \(2\), got 8/,
    ],
    [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }",
      8,
      /fewer than 2\^53 numbers, got \[100000000000000000000\]/,
    ],
    [
      "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
      8,
      /to hold numbers, such as '<f8', got "\|O"/,
    ],
    ["{'descr': '<U5', 'fortran_order': False, 'shape': (1,), }", 20, /to hold numbers/],
    ["{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", 8, /an array of numbers, got/],
    ["{'descr': '<f8', 'shape': (1,), }", 8, /fortran_order/],
    ["{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 8, /fortran_order/],
    ["{'descr': '<f8', 'fortran_order': 'no', 'shape': (1,), }", 8, /fortran_order/],
    [`{'descr': '<f8', 'fortran_order': False, 'shape': (${"1".repeat(60_000)}x), }`, 8, /fortran_order/],
    [`{'descr': '<f8', 'fortran_order': False, 'shape': (1,${" ".repeat(60_000)}x), }`, 8, /fortran_order/],
  ])("refuses %.70s", (header, bytes, message) => {
    const text = Buffer.from(`${header}\n`);
    const length = Buffer.alloc(2);
    length.writeUInt16LE(text.length);
    const npy = Buffer.concat([
      Buffer.from("\x93NUMPY\x01\x00", "latin1"),
      length,
      text,
      Buffer.alloc(bytes),
    ]);
    expect(() => fromNpy(npy)).toThrow(message);
  });

  it("refuses integers that float64 does not have", () => {
    const npy = Buffer.from(toNpy(Float64Array.of(0)));
    npy.write("<i8", npy.indexOf("<f8"));
    expect(fromNpy(npy).values).toEqual(Float64Array.of(0));
    npy.writeBigInt64LE(-(2n ** 53n), npy.length - 8);
    expect(() => fromNpy(npy)).toThrow(/within ±9007199254740991, got -9007199254740992 in place 0/);
  });
});

describe("fromSafetensors", () => {
  it("reads every type that PyTorch writes", () => {
    const { tensors, metadata } = fromSafetensors(file("types.safetensors"));
    expect(metadata).toEqual({ from: "PyTorch" });
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(expected.tensors).sort());
    for (const [name, tensor] of Object.entries(expected.tensors)) expectArray(name, tensors[name], tensor);
  });

  const wrong = (header: string, bytes = 0): Buffer => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
    return Buffer.concat([length, Buffer.from(header), Buffer.alloc(bytes, Uint8Array.of(0, 7, 1))]);
  };
  const tensor = (dtype: string, shape: string, offsets: string): string =>
    `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

  it.each([
    ["", 0, /a safetensors file, of 10 bytes at least/],
    ["[]", 0, /a header that starts with \{, got "\[\]"/],
    [" {}", 0, /a header that starts with \{/],
    ["{x", 0, /a header of JSON/],
    ["\xff{}", 0, /a header of JSON/],
    ['{"a":1}', 0, /tensor "a" to be \{ dtype, shape, data_offsets \}, got 1/],
    ['{"__metadata__":{"a":1}}', 0, /texts by name, got 1/],
    ['{"__metadata__":null}', 0, /texts by name, got null/],
    [`{"a":${tensor("F9", "[1]", "[0,1]")}}`, 1, /the dtype of tensor "a" .* got "F9"/],
    [`{"a":${tensor("F8_E4M3", "[1]", "[0,1]")}}`, 1, /the dtype/],
    [`{"a":${tensor("U8", "[-1]", "[0,1]")}}`, 1, /the shape of tensor "a" to be integers ≥ 0/],
    [`{"a":${tensor("U8", "[1.5]", "[0,1]")}}`, 1, /the shape/],
    [`{"a":${tensor("U8", "{}", "[0,1]")}}`, 1, /the shape/],
    [`{"a":${tensor("U8", "[1]", "[0]")}}`, 1, /two data_offsets/],
    [`{"a":${tensor("U8", "[1]", "[1,0]")}}`, 1, /got -1/],
    [`{"a":${tensor("F32", "[2]", "[0,4]")}}`, 4, /8 bytes of tensor "a" for shape \[2\], got 4/],
    [
      `{"a":${tensor("F32", "[4294967296,4294967296]", "[0,0]")}}`,
      0,
      /the shape of tensor "a" to hold fewer than 2\^53 numbers/,
    ],
    [`{"a":${tensor("BOOL", "[3]", "[0,3]")}}`, 3, /booleans of "a" to be 0 or 1, got 7 in place 1/],
    [
      `{"a":${tensor("U8", "[1000000000000]", "[0,1000000000000]")}}`,
      1,
      /1000000000000 bytes of tensors, got 1/,
    ],
    [`{"a":${tensor("U8", "[1]", "[1,2]")}}`, 2, /begins at byte 0, got 1/],
    [
      `{"a":${tensor("U8", "[2]", "[0,2]")},"b":${tensor("U8", "[1]", "[1,2]")}}`,
      2,
      /begins at byte 2, got 1/,
    ],
    [`{"a":${tensor("U8", "[1]", "[0,1]")}}`, 2, /1 bytes of tensors, got 2/],
    [`{"a":${tensor("U8", "[1]", "[0,1]").replace("{", '{"x":1,')}}`, 1, /got "x"/],
    [`{"a":${tensor("U8", "[1]", "[0,1]")},"a":${tensor("U8", "[1]", "[1,2]")}}`, 2, /each name once/],
    [
      `{"a":${tensor("U8", "[1]", "[0,1]")} , "\\u0061" : ${tensor("U8", "[1]", "[0,1]")}}`,
      1,
      /each name once/,
    ],
    [`{"a":${tensor("U8", "[1]", "[0,1]").replace("{", '{"dtype":"I8",')}}`, 1, /each name once/],
    ['{"__metadata__":{"a":"b","a":"c"}}', 0, /each name once/],
    ['{"__metadata__":{"a":"b","a":"\\u003a"}}', 0, /each name once/], // a colon that is written anew
  ])("refuses the header %.90s", (header, bytes, message) => {
    expect(() => fromSafetensors(wrong(header, bytes))).toThrow(message);
    expect(() => fromSafetensors(wrong(header, bytes))).toThrow(
      /^Cannot read safetensors: expected .+, got /s,
    );
  });

  it("takes what the format allows: nothing at all, blanks behind the header, tensors without numbers, any order", () => {
    expect(fromSafetensors(wrong("{}  ")).tensors).toEqual({});
    const header = `{"__metadata__":{"a \\" : \\\\" : "b\\":\\\\"},"b":${tensor("U8", "[2]", "[1,3]")},"none":${tensor("F64", "[0,3]", "[1,1]")},"__proto__":${tensor("I8", "[]", "[0,1]")}}`;
    const { tensors } = fromSafetensors(wrong(header, 3));
    expect(Object.keys(tensors)).toEqual(["b", "none", "__proto__"]);
    const escaped = `{"__metadata__":{"\\u005c":"\\u003a"," \\u0022:":":"},"\\u005c":${tensor("U8", "[1]", "[0,1]")}}`;
    expect(fromSafetensors(wrong(escaped, 1)).metadata).toEqual({ "\\": ":", ' ":': ":" });
    expect(tensors.none).toEqual({ shape: [0, 3], values: new Float64Array(0) });
  });

  it("refuses a header that was changed after it was written, in a name as well", () => {
    const bytes = Buffer.from(toSafetensors({ weights: [1, 2] }, { metadata: { a: "b" } }));
    for (const [from, to] of [
      ["weights", "weighus"],
      ["F64", "I64"],
      ['"b"', '"c"'],
    ] as const) {
      const changed = Buffer.from(bytes);
      changed.write(to, changed.indexOf(from));
      expect(() => fromSafetensors(changed)).toThrow(/a header with the checksum/);
    }
  });
});

const values: fc.Arbitrary<TensorValues> = fc.oneof(
  fc.float64Array(),
  fc.float32Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int8Array(),
  fc.uint8Array(),
);
const someTensor: fc.Arbitrary<Tensor> = fc.oneof(
  values.map((numbers) => ({ shape: [numbers.length], values: numbers })),
  values.map((numbers) => ({ shape: [1, numbers.length, 1], values: numbers })),
  values.map((numbers) => {
    const even = numbers.subarray(0, numbers.length & ~1) as TensorValues;
    return { shape: [2, even.length / 2], values: even };
  }),
);
const bitsOf = ({ shape, values: numbers }: Tensor): unknown => [
  [...shape],
  numbers.constructor.name,
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString("hex"),
];

describe("Tensors", () => {
  it("come back to the bit, whatever they are called and hold", async () => {
    const name = fc.string({ unit: "grapheme" }).filter((text) => text !== "__metadata__");
    const record = fc.dictionary(name, someTensor, { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(record, fc.dictionary(fc.string(), fc.string()), async (tensors, metadata) => {
        const bits = Object.fromEntries(Object.entries(tensors).map(([key, each]) => [key, bitsOf(each)]));
        const bitsIn = (found: Readonly<Record<string, Tensor>>) =>
          Object.fromEntries(Object.entries(found).map(([key, each]) => [key, bitsOf(each)]));
        const read = fromSafetensors(toSafetensors(tensors, { metadata }));
        expect(bitsIn(read.tensors)).toEqual(bits);
        expect(Object.entries(read.metadata).sort()).toEqual(Object.entries(metadata).sort());
        expect(bitsIn(await fromNpz(toNpz(tensors)))).toEqual(bits);
        for (const each of Object.values(tensors)) expect(bitsOf(fromNpy(toNpy(each)))).toEqual(bitsOf(each));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("are made of a matrix, of rows and of one row, in the precision of each", () => {
    const single = [Float32Array.of(0.1, 2), Float32Array.of(3, 4)];
    expect(fromNpy(toNpy(new Matrix([[1, 2]])))).toEqual({ shape: [1, 2], values: Float64Array.of(1, 2) });
    expect(fromNpy(toNpy(single))).toEqual({ shape: [2, 2], values: Float32Array.of(0.1, 2, 3, 4) });
    expect(fromNpy(toNpy([3, 1, 2]))).toEqual({ shape: [3], values: Float64Array.of(3, 1, 2) });
    expect(fromNpy(toNpy(Int32Array.of(7)))).toEqual({ shape: [1], values: Int32Array.of(7) });
  });

  it("become matrices: images row by row, in single precision over the same memory", () => {
    const images = Float32Array.from({ length: 12 }, (_, index) => index);
    const matrix = matrixOfTensor({ shape: [2, 3, 2], values: images });
    expect(matrix.to2DArray()).toEqual([
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
    ]);
    images[0] = 9;
    expect(matrix.get(0, 0)).toBe(9);
    expect(matrixOfTensor({ shape: [], values: Uint8Array.of(5) }).to2DArray()).toEqual([[5]]);
    expect(() => matrixOfTensor({ shape: [0, 3], values: new Int8Array(0) })).toThrow(/at least one row/);
    expect(() => matrixOfTensor({ shape: [1], values: Float64Array.of(Number.NaN) })).toThrow(/finite/);
  });
});

describe.skipIf(python === undefined)(`Python (${python ?? "skipped: there is none with NumPy"})`, () => {
  const run = (program: string, ...args: string[]): string =>
    execFileSync(python!, ["-c", program, ...args], { encoding: "utf8" });

  /** Safetensors by its specification, with NumPy alone. */
  const reader = `
import json, struct, sys
import numpy as np
types = {"F64": "<f8", "F32": "<f4", "I32": "<i4", "U32": "<u4", "I16": "<i2", "U16": "<u2", "I8": "|i1", "U8": "|u1"}
def load(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    body = data[8 + length :]
    take = lambda e: np.frombuffer(body[slice(*e["data_offsets"])], types[e["dtype"]]).reshape(e["shape"])
    return {name: take(entry) for name, entry in header.items()}, metadata
`;

  it("reads the same numbers out of npz, npy and safetensors, and gives them back", async () => {
    const tensors = {
      f8: { shape: [2, 3], values: Float64Array.of(1 / 3, -0, 1e308, 5e-324, -7, 2 ** 53) },
      f4: { shape: [3, 2, 1], values: Float32Array.of(0.1, 2, -3, 4e38, 1e-45, 6) },
      ...{ i4: Int32Array.of(-(2 ** 31), 7), u4: Uint32Array.of(2 ** 32 - 1), i2: Int16Array.of(-32768) },
      ...{ u2: Uint16Array.of(65535), i1: Int8Array.of(-128), u1: Uint8Array.of(255, 0) },
      scalar: { shape: [], values: Float64Array.of(2.5) },
    };
    writeFileSync(join(scratch, "a.npz"), toNpz(tensors));
    writeFileSync(join(scratch, "a.safetensors"), toSafetensors(tensors, { metadata: { über: "ß" } }));
    const program = `${reader}
z = np.load(sys.argv[1] + "/a.npz")
s, metadata = load(sys.argv[1] + "/a.safetensors")
assert metadata["über"] == "ß"
assert set(z) == set(s) and all(z[k].dtype == s[k].dtype and z[k].shape == s[k].shape and z[k].tobytes() == s[k].tobytes() for k in z)
np.savez_compressed(sys.argv[1] + "/b.npz", **z)
print(",".join(z[k].dtype.str for k in z))
`;
    expect(run(program, scratch).trim()).toBe("<f8,<f4,<i4,<u4,<i2,<u2,|i1,|u1,<f8");
    const again = await fromNpz(readFileSync(join(scratch, "b.npz")));
    const { tensors: direct } = fromSafetensors(toSafetensors(tensors));
    for (const name of Object.keys(tensors)) expect(bitsOf(again[name]!)).toEqual(bitsOf(direct[name]!));
  });

  it.skipIf(python === undefined || !imports(python, "safetensors"))(
    "has the package safetensors read it",
    () => {
      const path = join(scratch, "p.safetensors");
      writeFileSync(path, toSafetensors({ w: [[1, 2]], b: Float32Array.of(3) }, { metadata: { a: "b" } }));
      const program = `
import sys
from safetensors.numpy import load_file
print({name: (a.dtype.str, a.tolist()) for name, a in sorted(load_file(sys.argv[1]).items())})
`;
      expect(run(program, path).trim()).toBe("{'b': ('<f4', [3.0]), 'w': ('<f8', [[1.0, 2.0]])}");
    },
  );
});
