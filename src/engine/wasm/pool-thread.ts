/** A thread that runs a program of its own and never keeps the process alive. */
export interface Thread {
  post(message: object): void;
  stop(): void;
}

/** Starts a thread; `ended` is told why, when it ends. */
export type StartThread = (program: string, ended: (reason: string) => void) => Thread;

/** What is used of the workers of browsers. */
interface PageWorker {
  postMessage(message: object): void;
  terminate(): void;
  addEventListener(kind: "error", listener: (event: { readonly message?: string }) => void): void;
}

/** Starts a thread by whatever means the runtime has; throws where there are none. */
export const startThread: StartThread = (program, ended) => {
  const modules = (globalThis as { process?: Partial<Pick<NodeJS.Process, "getBuiltinModule">> }).process;
  const threads = modules?.getBuiltinModule?.("node:worker_threads");
  return threads ? startWorkerThread(threads, program, ended) : startPageWorker(program, ended);
};

/** In Node, Bun and Deno: by `node:worker_threads`, without the loaders, options and environment of the process. */
function startWorkerThread(
  threads: typeof import("node:worker_threads"),
  program: string,
  ended: (reason: string) => void,
): Thread {
  const worker = new threads.Worker(program, { eval: true, execArgv: [], env: {}, name: "layerwise" });
  worker.on("error", (error) => ended(`that met ${String(error)}`));
  worker.on("exit", (code) => ended(`that ended with code ${code}`));
  worker.unref();
  return { post: (message) => worker.postMessage(message), stop: () => void worker.terminate() };
}

/** In a page: by a worker whose program is a blob, so that there is no file to serve. */
function startPageWorker(program: string, ended: (reason: string) => void): Thread {
  const { Worker } = globalThis as unknown as { Worker: new (address: string) => PageWorker };
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  try {
    const worker = new Worker(address);
    worker.addEventListener("error", ({ message = "an error" }) => ended(`that met ${message}`));
    return { post: (message) => worker.postMessage(message), stop: () => worker.terminate() };
  } finally {
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}
