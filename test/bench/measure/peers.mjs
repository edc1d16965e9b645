import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const bench = fileURLToPath(new URL("../", import.meta.url));

/**
 * Installs the systems to compare with, by the benchmark's own lockfile, unless they are there. None has a
 * script to run.
 */
export function installPeers() {
  if (existsSync(`${bench}node_modules`)) return;
  console.error("Installing the systems to compare with, once.");
  spawnSync("npm", ["ci", "--ignore-scripts"], {
    cwd: bench,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}
