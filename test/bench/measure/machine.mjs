import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";

/** What the figures were measured on. */
export function machine() {
  return {
    processor: cpus()[0]?.model.trim() ?? "an unknown processor",
    cores: `${availableParallelism()} threads`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${platform()} ${arch()}`,
    runtime: `Node ${process.version}`,
  };
}
