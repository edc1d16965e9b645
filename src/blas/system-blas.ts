import { checkString } from "../check.ts";
import type { HostProduct } from "../engine/wasm/host-product.ts";
import { checkProducts } from "./check-products.ts";
import { cutProduct } from "./cut.ts";
import { findBlas } from "./find-blas.ts";

/** The library that multiplies dense matrices for `engine: "blas"`. */
export interface SystemBlas {
  /** `"blas"`. */
  readonly name: string;
  /** The library, its version and the kernels that it has chosen for this processor, as a `History` names them. */
  readonly library: string;
  /** The file that it was opened from. */
  readonly file: string;
}

/**
 * How many times as fast as the kernel a library counts. Measured with OpenBLAS on one thread, on products of 100×784×500, 100×500×784,
 * 784×100×500 and 100×500×2000: 2.8 to 3.3 times, and lists of the nonzeros take as long as the library at a density of 0.19 to 0.2. With
 * 3.2 the two are thought equal at 0.205.
 */
const SPEED = 3.2;

/** Those that were found, by the word that asked for them. */
const found = new Map<string | undefined, SystemBlas & HostProduct>();

/**
 * The library that `engine: "blas"` computes with: the one that the environment variable `LAYERWISE_BLAS` names by its file or as
 * `"openblas"`, `"onednn"`, `"mkl"`, `"blis"` or `"accelerate"`, or else the first of these that the system has.
 *
 * A model that is made with `engine: "blas"` finds it by itself; to ask is for programs that can do without.
 *
 * @param action - What an error says cannot be done. Default `"find a BLAS"`.
 * @returns The library: its name, version and core, and its file.
 * @throws RangeError where there is none, saying what to install.
 * @example
 * let library = "none";
 * try {
 *   library = systemBlas().library; // such as OpenBLAS 0.3.21, SkylakeX
 * } catch (error) {
 *   console.error(error); // says what to install
 * }
 * @see C. L. Lawson, R. J. Hanson, D. R. Kincaid, F. T. Krogh, "Basic Linear Algebra Subprograms for Fortran usage", 1979.
 */
export function systemBlas(action = "find a BLAS"): SystemBlas {
  checkString("find a BLAS", "action", action);
  const wanted = wantedLibrary();
  const known = found.get(wanted);
  if (known) return known;
  const { file, library, program, open } = findBlas(action, wanted);
  checkProducts(action, library, open);
  const engine = `blas (${library})`;
  const shown: SystemBlas = { name: "blas", library, file };
  const product: Omit<HostProduct, "name"> = { engine, speed: SPEED, program, open, cut: cutProduct };
  const hidden = Object.entries(product).map(([name, value]) => [name, { value }]);
  // What the engine takes of it is nobody's to read, and some of it is long.
  const blas = Object.freeze(
    Object.defineProperties(shown, Object.fromEntries(hidden)) as SystemBlas & HostProduct,
  );
  found.set(wanted, blas);
  return blas;
}

/** What LAYERWISE_BLAS says, if this program may read it. */
function wantedLibrary(): string | undefined {
  try {
    return process.env.LAYERWISE_BLAS || undefined;
  } catch {
    return undefined;
  }
}
