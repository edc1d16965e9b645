import { spawnSync } from "node:child_process";

/** Programs that may be a Python 3, the one that was asked for first. */
const CANDIDATES = [process.env.PYTHON, "python3", "/usr/bin/python3"].filter(Boolean);

/** @type {Map<string, string | undefined>} */
const found = new Map();

/** The first Python that can import a module, or undefined. */
export function pythonWith(module) {
  if (!found.has(module))
    found.set(
      module,
      CANDIDATES.find((program) => imports(program, module)),
    );
  return found.get(module);
}

function imports(program, module) {
  return spawnSync(program, ["-c", `import ${module}`], { stdio: "ignore" }).status === 0;
}
