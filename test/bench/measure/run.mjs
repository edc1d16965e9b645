import { spawn } from "node:child_process";

/** Longer than any run of a system that works. */
const LIMIT_IN_MILLISECONDS = 10 * 60 * 1000;

/** What makes a library take other kernels than it would, or other threads: no process inherits it. */
const LIBRARY_VARIABLES = [
  ...["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS"],
  ...["OMP_NUM_THREADS", "OMP_WAIT_POLICY", "DNNL_MAX_CPU_ISA", "ONEDNN_MAX_CPU_ISA"],
  ...["BLIS_ARCH_TYPE", "BLIS_NUM_THREADS", "MKL_NUM_THREADS", "MKL_ENABLE_INSTRUCTIONS", "MKL_CBWR"],
  "LAYERWISE_BLAS",
];

/**
 * Runs a program in a process of its own, so that no system meets what another one left behind, and reads the
 * line of JSON that it ends with.
 *
 * @param {readonly string[]} command - The program and its arguments.
 * @param {Record<string, string | undefined>} environment - Changes to the environment; undefined takes a
 * variable away.
 * @returns {Promise<{ answer: object } | { notRun: string }>} Where it fails, the reason.
 */
export function run([program, ...parameters], environment = {}) {
  return new Promise((resolve) => {
    const inherited = { ...process.env };
    for (const name of LIBRARY_VARIABLES) delete inherited[name];
    const variables = { ...inherited, ...environment };
    for (const name in variables) if (variables[name] === undefined) delete variables[name];
    const child = spawn(program, parameters, {
      env: variables,
      signal: AbortSignal.timeout(LIMIT_IN_MILLISECONDS),
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.once("error", (error) => resolve({ notRun: error.message }));
    child.once("close", (code, signal) => {
      const failure = code === 0 ? undefined : reasonIn(errors) || `ended with ${signal ?? `code ${code}`}`;
      resolve(failure ? { notRun: failure } : parse(lastLine(output)));
    });
  });
}

function parse(line) {
  try {
    return { answer: JSON.parse(line) };
  } catch {
    return { notRun: `printed ${JSON.stringify(line.slice(0, 80))} where an answer was expected` };
  }
}

/** The line that names the error, where Node prints its own version after it; else the last. */
function reasonIn(errors) {
  return errors.split("\n").findLast((line) => /^\w*Error\b.*: /.test(line)) ?? lastLine(errors);
}

function lastLine(text) {
  return text.trimEnd().split("\n").at(-1);
}
