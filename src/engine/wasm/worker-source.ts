import * as control from "./pool-control.ts";

/**
 * How often a helper looks for a new ticket before it sleeps: about half a millisecond, longer than nearly all pauses
 * between the launches of a batch. Waking costs some fifty microseconds.
 */
const LOOKS = 50_000;

/**
 * The program of a helper, which begins after that of a host product, if there is one (`host-product.ts`), and which
 * pool-control.ts explains. It is text, not a function whose text is taken: what bundlers, coverage tools and TypeScript runners put into functions (`__name`, counters) does not exist in the worker. Its `watch`
 * returns when there are messages to receive.
 */
export const workerSource: string = `
const nodeThreads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
const port = nodeThreads?.parentPort ?? globalThis;
const { hostProduct } = globalThis;
const works = new Map();
let control, thread, record, received;
let served = 0;

port.onmessage = ({ data }) => {
  if (data.control) return begin(data);
  try {
    receive(data);
    watch();
  } catch (error) {
    leaveWord(String(error));
  }
};

function begin(data) {
  ({ control, thread, received } = data);
  record = ${control.RECORDS} + (thread - 1) * ${control.RECORD_WORDS};
  Atomics.store(control, record, ${control.READY});
}

function receive({ number, module, memory }) {
  received++;
  if (!module) return works.delete(number);
  const { exports } = new WebAssembly.Instance(module, { env: { memory, host: hostProduct?.(memory) ?? (() => {}) } });
  works.set(number, exports.work);
}

function watch() {
  for (let looks = 0; ; ) {
    const ticket = Atomics.load(control, ${control.TICKET});
    if (ticket !== served) {
      if (Atomics.load(control, ${control.MAIL}) > received) return;
      served = ticket;
      looks = 0;
      Atomics.store(control, record, ${control.WORKING});
      works.get(Atomics.load(control, ${control.MEMORY}))?.(thread);
      Atomics.store(control, record, ${control.READY});
    } else if (++looks > ${LOOKS}) {
      looks = 0;
      Atomics.add(control, ${control.SLEEPERS}, 1);
      Atomics.wait(control, ${control.TICKET}, ticket);
      Atomics.sub(control, ${control.SLEEPERS}, 1);
    }
  }
}

function leaveWord(text) {
  const length = Math.min(text.length, ${control.RECORD_WORDS - 2});
  control[record + 1] = length;
  for (let at = 0; at < length; at++) control[record + 2 + at] = text.charCodeAt(at);
  Atomics.store(control, record, ${control.FAILED});
}
`;
