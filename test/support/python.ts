import { execFileSync } from "node:child_process";

/** A Python with NumPy: `PYTHON`, or one of the usual names; undefined where there is none. */
export const python: string | undefined = [process.env.PYTHON, "python3", "/usr/bin/python3"].find(
  (program) => program !== undefined && imports(program, "numpy"),
);

/** Whether a Python finds a package. */
export function imports(program: string, name: string): boolean {
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`;
  try {
    execFileSync(program, ["-c", find], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
