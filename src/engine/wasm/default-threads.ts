/** How many threads the machine runs at once: what `threads` is where nothing else is asked for. */
export function defaultThreads(): number {
  const { process, navigator } = globalThis as {
    process?: Partial<Pick<NodeJS.Process, "getBuiltinModule">>;
    navigator?: { readonly hardwareConcurrency?: number };
  };
  const processors =
    process?.getBuiltinModule?.("node:os")?.availableParallelism?.() ?? navigator?.hardwareConcurrency;
  return Math.max(1, processors ?? 1);
}
