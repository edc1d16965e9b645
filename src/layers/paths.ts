import type { ForwardResult, LayerTrace } from "./layer.ts";

/** "weights" becomes "layer 2 weights", and "layer 0 weights" of a layer inside becomes "layer 2.0 weights". */
export function purposeWithin(index: number, purpose: string): string {
  return purpose.startsWith("layer ") ? `layer ${index}.${purpose.slice(6)}` : `layer ${index} ${purpose}`;
}

/** The same result with the paths of its inner passes continued from `path`. */
export function forwardWithin(path: string, result: ForwardResult): ForwardResult {
  if (result.passes === undefined) return result;
  const passes = result.passes.map((pass) => ({
    ...pass,
    ...forwardWithin(path, pass),
    path: `${path}.${pass.path}`,
  }));
  return { ...result, passes };
}

/** The same trace with its path, and those inside it, continued from `path`. */
export function traceWithin(path: string, trace: LayerTrace): LayerTrace {
  const forward = forwardWithin(path, trace.forward);
  const inner = trace.backward.traces?.map((each) => traceWithin(path, each));
  const backward = inner === undefined ? trace.backward : { ...trace.backward, traces: inner };
  return { ...trace, path: `${path}.${trace.path}`, forward, backward };
}
