import { rangeError } from "../check.ts";
import type { Way } from "./library.ts";

/** What is used of the runtimes. */
interface Runtimes {
  readonly process?: Pick<NodeJS.Process, "getBuiltinModule">;
  readonly Bun?: object;
  readonly Deno?: {
    readonly permissions: { querySync(wanted: { readonly name: "ffi" }): { readonly state: string } };
  };
}

/** How foreign functions are called in this runtime: by its own means, and in Node before 26 by koffi. */
export function wayOf(action: string): Way {
  const { process, Bun, Deno } = globalThis as Runtimes;
  if (Bun) return { runtime: "bun" };
  if (Deno) {
    if (Deno.permissions.querySync({ name: "ffi" }).state === "granted") return { runtime: "deno" };
    throw rangeError(action, "permission to call libraries (deno run --allow-ffi)", "none");
  }
  if (process?.getBuiltinModule("node:ffi" as "node:module")) return { runtime: "node" };
  try {
    const { createRequire } = process!.getBuiltinModule("node:module");
    return { runtime: "koffi", koffi: createRequire(import.meta.url).resolve("koffi") };
  } catch {
    throw rangeError(action, 'koffi to be installed for engine "blas" (npm install koffi)', "none");
  }
}
