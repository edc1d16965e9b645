import type { Library } from "./library.ts";

/** A library of the Basic Linear Algebra Subprograms: how it is found, told to use one thread, and asked what it is. */
export interface Blas {
  readonly name: string;
  /** Its files, the best first, by platform. */
  readonly files: Readonly<Partial<Record<string, readonly string[]>>>;
  /** A function that only this library has. */
  readonly mark: string;
  /** The product: with the arguments of CBLAS, or with those of oneDNN, which speak of rows only. */
  readonly symbol: "cblas_sgemm" | "dnnl_sgemm";
  /** The function that takes a number of threads. Each thread of ours calls it with 1, since in some libraries it holds for the caller alone. */
  readonly single?: string;
  /** Its version and the kernels that it has chosen. */
  readonly describe: (library: Library) => string;
}

/** Numbers of 32 bits that a library returns the address of. */
function numbersAt(library: Library, address: number, count: number): number[] {
  const bytes = new Uint8Array(new ArrayBuffer(4 * count));
  const copy = library.find("memcpy", "address", ["address", "address", "address"]);
  copy?.(library.addressOf(bytes), address, bytes.length);
  return [...new Int32Array(bytes.buffer)];
}

const openBlas: Blas = {
  name: "OpenBLAS",
  files: {
    linux: ["libopenblas.so.0", "libopenblas.so", "libopenblasp.so.0"],
    darwin: [
      "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
      "/usr/local/opt/openblas/lib/libopenblas.dylib",
    ],
    win32: ["libopenblas.dll", "openblas.dll"],
  },
  mark: "openblas_get_config",
  symbol: "cblas_sgemm",
  single: "openblas_set_num_threads",
  describe(library) {
    const configuration = String(library.find("openblas_get_config", "text", [])?.());
    const core = library.find("openblas_get_corename", "text", [])?.();
    return `${/\d[\w.]*/.exec(configuration)?.[0]}, ${core}`;
  },
};

const oneDnn: Blas = {
  name: "oneDNN",
  files: { linux: ["libdnnl.so.3", "libdnnl.so.2", "libdnnl.so"], win32: ["dnnl.dll"] },
  mark: "dnnl_sgemm",
  symbol: "dnnl_sgemm",
  single: "omp_set_num_threads",
  describe(library) {
    const address = Number(library.find("dnnl_version", "address", [])?.());
    const instructions = Number(library.find("dnnl_get_effective_cpu_isa", "i32", [])?.());
    return `${numbersAt(library, address, 3).join(".")}, instructions 0x${instructions.toString(16)}`;
  },
};

const blis: Blas = {
  name: "BLIS",
  files: { linux: ["libblis.so.4", "libblis.so"], darwin: ["/opt/homebrew/opt/blis/lib/libblis.dylib"] },
  mark: "bli_arch_query_id",
  symbol: "cblas_sgemm",
  single: "bli_thread_set_num_threads",
  describe(library) {
    const architecture = library.find("bli_arch_query_id", "i32", [])?.();
    const name = library.find("bli_arch_string", "text", ["i32"])?.(Number(architecture));
    return `${library.find("bli_info_get_version_str", "text", [])?.()}, ${name}`;
  },
};

const mkl: Blas = {
  name: "MKL",
  files: { linux: ["libmkl_rt.so.2", "libmkl_rt.so"], win32: ["mkl_rt.2.dll"] },
  mark: "mkl_get_version_string",
  symbol: "cblas_sgemm",
  single: "MKL_Set_Num_Threads",
  describe(library) {
    const text = new Uint8Array(new ArrayBuffer(200));
    library.find("mkl_get_version_string", "void", ["address", "i32"])?.(
      library.addressOf(text),
      text.length,
    );
    const version = /Version ([\w.]+)/.exec(String.fromCharCode(...text))?.[1];
    return `${version}, branch ${library.find("mkl_cbwr_get_auto_branch", "i32", [])?.()}`;
  },
};

const accelerate: Blas = {
  name: "Accelerate",
  files: { darwin: ["/System/Library/Frameworks/Accelerate.framework/Accelerate"] },
  mark: "BLASSetThreading",
  symbol: "cblas_sgemm",
  single: "BLASSetThreading", // 1 stands for one thread there too
  describe() {
    const { process } = globalThis as { process?: Pick<NodeJS.Process, "getBuiltinModule"> };
    const system = process!.getBuiltinModule("node:os");
    return `of Darwin ${system.release()}, ${system.cpus()[0]?.model}`;
  },
};

/** The libraries that are looked for, in this order. */
export const libraries: readonly Blas[] = [accelerate, openBlas, oneDnn, mkl, blis];

/** A library that has the product and that nobody has heard of. */
export const strangerNamed = (file: string): Blas => ({
  name: file,
  files: {},
  mark: "cblas_sgemm",
  symbol: "cblas_sgemm",
  describe: () => "of unknown version",
});
