import type { ToWorker } from "../messages.ts";
import { createHost } from "./host.ts";

/** What a worker is, as far as this one needs it. */
interface WorkerScope {
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
const receive = createHost((message, transfer) => scope.postMessage(message, transfer));
scope.onmessage = ({ data }) => receive(data);
