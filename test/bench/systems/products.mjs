// Products of matrices by the engine itself, beside what the processor could do at most, on one thread.
import { engineParts } from "../measure/engine.mjs";
import { simdCeilings } from "../measure/simd-ceiling.mjs";
import { median } from "../measure/statistics.mjs";

const { rounds, engine: choice } = JSON.parse(process.argv[2]);
const { selectEngine, RandomStream, Matrix } = await engineParts();
const engine = selectEngine("measure products", { engine: choice, threads: 1 }).open();

/**
 * How long a product is repeated for one reading, as long as a reading of the ceiling; a round takes the
 * median of some.
 */
const SECONDS_PER_READING = 0.01;
const READINGS = 9;

/**
 * The products: shapes of the operands as they are stored, and the share of the left one that is not zero.
 */
const PRODUCTS = [
  { name: "a·b, 512×512×512", kernel: "product", shapes: [512, 512, 512, 512] },
  { name: "aᵀ·b, 512×512×512", kernel: "productLeftTransposed", shapes: [512, 512, 512, 512] },
  { name: "a·bᵀ, 512×512×512", kernel: "productRightTransposed", shapes: [512, 512, 512, 512] },
  ...[1, 0.5, 0.19, 0.1].flatMap((density) => [
    { name: `v·W, ${share(density)}`, kernel: "product", shapes: [100, 784, 784, 500], density },
    {
      name: `h·Wᵀ, ${share(density)}`,
      kernel: "productRightTransposed",
      shapes: [100, 500, 784, 500],
      density,
    },
    {
      name: `vᵀ·h, ${share(density)}`,
      kernel: "productLeftTransposed",
      shapes: [100, 784, 100, 500],
      density,
    },
  ]),
];

function share(density) {
  return density === 1 ? "dense" : `${100 * density} % of the left operand on`;
}

/** Elements from N(0, 1), all but a share of them zero. */
function matrix(rows, columns, purpose, density = 1) {
  const random = new RandomStream(1, purpose);
  return Matrix.from1DArray(
    rows,
    columns,
    Array.from({ length: rows * columns }, () => {
      const value = random.normal();
      return random.uniform() < density ? value : 0;
    }),
  );
}

/** A product that can be run once, with its work if every element counted. */
function prepared({ name, kernel, shapes, density }) {
  const [rows, inner, otherRows, otherColumns] = shapes;
  const left = engine.load(matrix(rows, inner, `${name}, left`, density));
  const right = engine.load(matrix(otherRows, otherColumns, `${name}, right`));
  // Reading an element waits for the kernel.
  const once = () => engine.scope(() => engine[kernel](left, right).get(0, 0));
  once();
  const began = performance.now();
  for (let count = 0; count < 20; count++) once();
  const seconds = (performance.now() - began) / 20_000;
  const columns = kernel === "productRightTransposed" ? otherRows : otherColumns;
  const work = 2 * rows * inner * columns;
  return { name, work, once, repetitions: Math.max(1, Math.ceil(SECONDS_PER_READING / seconds)), speeds: [] };
}

/** The GFLOP/s of a product, read once. */
function speedOf({ work, once, repetitions }) {
  const began = performance.now();
  for (let count = 0; count < repetitions; count++) once();
  const seconds = (performance.now() - began) / 1000;
  return (work * repetitions) / seconds / 1e9;
}

const medianOf = (read) => median(Array.from({ length: READINGS }, read));

const ceilings = simdCeilings();
const products = PRODUCTS.map(prepared);
const ceiling = [];
for (let round = 0; round < rounds; round++) {
  for (const product of products) product.speeds.push(medianOf(() => speedOf(product)));
  ceiling.push(Math.max(...ceilings.map(medianOf)));
}
const speeds = products.map(({ name, speeds }) => ({ name, speeds }));
console.log(JSON.stringify({ engine: engine.name, ceiling, products: speeds }));
