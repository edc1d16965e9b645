import { rangeError } from "../check.ts";
import { installationOf } from "./installation.ts";
import { type Blas, libraries, strangerNamed } from "./libraries.ts";
import type { Library, Way } from "./library.ts";
import { librarySource } from "./program.ts";
import { wayOf } from "./way.ts";

/** What `program.ts` makes. */
interface Program {
  openLibrary(way: Way & { readonly path: string }): Library;
  productOf(library: Library, entry: Entry): (memory: WebAssembly.Memory) => HostFunction;
}

/** What a thread has to know of a library in order to multiply with it. */
type Entry = Pick<Blas, "symbol" | "single">;

/** The function that kernels call: the address of a product's arguments, and the items to be done. */
export type HostFunction = (product: number, begin: number, end: number) => void;

/** A library that was found. */
export interface FoundBlas {
  readonly blas: Blas;
  readonly file: string;
  readonly library: string;
  /** What a helper runs to have the product. */
  readonly program: string;
  open(memory: WebAssembly.Memory): HostFunction;
}

/** Finds a BLAS by the word of LAYERWISE_BLAS, the name of a library or a file, or else the first of the known ones that is there. */
export function findBlas(action: string, wanted: string | undefined): FoundBlas {
  const way = wayOf(action);
  const program = new Function(`${librarySource}; return { openLibrary, productOf };`)() as Program;
  const tried: string[] = [];
  for (const { file, as } of candidatesOf(wanted)) {
    const opened = attempt(() => program.openLibrary({ ...way, path: file }));
    if (typeof opened === "string") {
      tried.push(wanted === undefined ? file : `${file}, which cannot be opened (${opened})`);
      continue;
    }
    const has = ({ symbol }: Blas): boolean => opened.find(symbol, "void", []) !== undefined;
    const blas = as ?? libraries.find(({ mark }) => opened.find(mark, "void", [])) ?? strangerNamed(file);
    if (!has(blas)) {
      tried.push(`${file}, which has no ${blas.symbol}`);
      continue;
    }
    return foundAs(program, way, blas, file, opened);
  }
  const expected = `${wanted === undefined ? "a BLAS" : `LAYERWISE_BLAS to be one of ${names} or the file of a BLAS`} for engine "blas" (${installationOf()})`;
  throw rangeError(
    action,
    expected,
    tried.length > 0 ? `none of ${tried.join(", ")}` : `${wanted} on another system`,
  );
}

const names = libraries.map(({ name }) => `"${name.toLowerCase()}"`).join(", ");

/** The files to try, and as which library where that is known. */
function candidatesOf(wanted: string | undefined): readonly { readonly file: string; readonly as?: Blas }[] {
  const { process } = globalThis as { process?: Pick<NodeJS.Process, "platform"> };
  const named = libraries.filter(
    ({ name }) => wanted === undefined || name.toLowerCase() === wanted.toLowerCase(),
  );
  if (wanted !== undefined && named.length === 0) return [{ file: wanted }];
  return named.flatMap((as) => (as.files[process!.platform] ?? []).map((file) => ({ file, as })));
}

function foundAs(program: Program, way: Way, blas: Blas, file: string, opened: Library): FoundBlas {
  const { symbol, single } = blas;
  const entry: Entry = { symbol, ...(single !== undefined && { single }) };
  const texts = [{ ...way, path: file }, entry].map((part) => JSON.stringify(part));
  return {
    blas,
    file,
    library: `${blas.name} ${blas.describe(opened)}`,
    program: `{ ${librarySource}; Object.assign(globalThis, { hostProduct: productOf(openLibrary(${texts[0]}), ${texts[1]}) }); }\n`,
    open: program.productOf(opened, entry),
  };
}

/** What a task returns, or the message of its error. */
function attempt<Result extends object>(task: () => Result): Result | string {
  try {
    return task();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
