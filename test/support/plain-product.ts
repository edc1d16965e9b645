import { cutProduct } from "../../src/blas/cut.ts";
import { librarySource } from "../../src/blas/program.ts";
import type { HostProduct } from "../../src/engine/wasm/host-product.ts";

/** A library whose addresses are those of the memory, with the product of CBLAS in plain loops. */
const source = `
${librarySource}
const sizes = (turned, stride) => (turned === 112 ? [1, stride] : [stride, 1]);
const product = (memory) => (_order, aTurned, bTurned, rows, columns, inner, alpha, a, aStride, b, bStride, beta, c, cStride) => {
  const numbers = new Float32Array(memory.buffer);
  const [aRow, aInner] = sizes(aTurned, aStride);
  const [bInner, bColumn] = sizes(bTurned, bStride);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum += numbers[a / 4 + i * aRow + k * aInner] * numbers[b / 4 + k * bInner + j * bColumn];
      }
      const at = c / 4 + i * cStride + j;
      numbers[at] = alpha * sum + (beta === 0 ? 0 : beta * numbers[at]);
    }
  }
};
const open = (memory) => {
  const library = { addressOf: () => 0, find: () => product(memory) };
  return productOf(library, { symbol: "cblas_sgemm" })(memory);
};
`;

/** A product of the host that needs no library: what calls one, with plain loops in its place. */
export const plainProduct: HostProduct = {
  name: "plain",
  engine: "plain (loops)",
  speed: 4,
  program: `{ ${source}; globalThis.hostProduct = open; }\n`,
  open: new Function(`${source}; return open;`)() as HostProduct["open"],
  cut: cutProduct,
};
