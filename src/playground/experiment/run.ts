import { DBN, type Network, type RBM } from "layerwise";
import { rbmEpochCost } from "layerwise/study";
import type { Settings, StartName } from "../settings.ts";
import { FILTERS, type Frame, type NetFrame, SAMPLES, type StackFrame } from "./frame.ts";
import { floats, type Ground } from "./ground.ts";
import { Learner, netFrame } from "./learner.ts";
import { startedNet } from "./starts.ts";

/** Steps of Gibbs sampling for what a stack draws: few, since a new picture comes with each epoch. */
const GIBBS_STEPS = 60;

/** What belongs to the left net and to the right. */
export type Pair<Value> = readonly [Value, Value];

/** Both nets of an experiment as it goes on. */
export interface Moment {
  readonly frame: Frame;
  readonly nets: Pair<Network>;
}

/**
 * Runs an experiment: first, where a net is pretrained, its RBMs one after the other, and after each epoch the net as it would start now;
 * then both nets, epoch by epoch.
 *
 * @param signal - Ends it.
 * @returns A moment at the start and after each epoch.
 */
export async function* run(settings: Settings, ground: Ground, signal: AbortSignal): AsyncGenerator<Moment> {
  const { left, right, epochs } = settings;
  const stack: RBM[] = [];
  let spent = 0;
  const netOf = (start: StartName): Network =>
    startedNet(start, settings, ground.facts, start === "pretrained" ? stack : []);

  if (left === "pretrained" || right === "pretrained") {
    for await (const moment of pretraining(settings, ground, signal, stack, netOf)) {
      spent = Math.max(...moment.frame.nets.map(({ cost }) => cost));
      yield moment;
    }
  }
  const learnerOf = (start: StartName): Learner =>
    new Learner(netOf(start), settings, ground, start === "pretrained" ? spent : 0, signal);
  const [one, other] = [learnerOf(left), learnerOf(right)];
  for (let done = 0; ; done++) {
    const nets: Pair<NetFrame> = [one.frame(), other.frame()];
    yield { frame: { phase: "training", done, of: epochs, nets }, nets: [one.network, other.network] };
    if (done === epochs) return;
    await one.step(signal);
    await other.step(signal);
  }
}

/** Trains the RBMs, and puts those that are trained into `stack`. */
async function* pretraining(
  { left, right, depth, width, pretraining: epochs, seed }: Settings,
  ground: Ground,
  signal: AbortSignal,
  stack: RBM[],
  netOf: (start: StartName) => Network,
): AsyncGenerator<Moment> {
  const { inputs } = ground.train;
  let [spent, done] = [0, 0];
  const sideOf = (start: StartName): [Network, NetFrame] => {
    const net = netOf(start);
    return [net, netFrame(net, ground, start === "pretrained" ? spent : 0)];
  };
  let sides: Pair<[Network, NetFrame]> = [sideOf(left), sideOf(right)];
  const moment = (drawn?: StackFrame): Moment => {
    const [[one, oneFrame], [other, otherFrame]] = sides;
    const frame = { phase: "pretraining", done, of: depth * epochs, nets: [oneFrame, otherFrame] } as const;
    return { frame: { ...frame, ...(drawn && { stack: drawn }) }, nets: [one, other] };
  };
  yield moment();

  const dbn = new DBN({ sizes: [inputs.columns, ...Array.from({ length: depth }, () => width)], seed });
  for await (const record of dbn.epochs(inputs, { epochs, signal })) {
    const { layer = 0, epoch, reconstructionError } = record;
    const rbm = dbn.rbms[layer]!;
    if (epoch === 1) stack.push(rbm);
    spent += rbmEpochCost(inputs.rows, rbm.visible, rbm.hidden);
    done++;
    sides = [
      left === "pretrained" ? sideOf(left) : sides[0],
      right === "pretrained" ? sideOf(right) : sides[1],
    ];
    yield moment({ layer, epoch, reconstructionError, ...pictures(stack) });
  }
}

/** What the first RBM looks for, and what all of them draw. */
function pictures(rbms: readonly RBM[]): Pick<StackFrame, "filters" | "samples"> {
  const { weights } = rbms[0]!.parameters;
  const shown = weights.subMatrix(0, weights.rows - 1, 0, Math.min(FILTERS, weights.columns) - 1);
  return {
    filters: floats(shown.transpose()),
    samples: floats(new DBN({ rbms, seed: 1 }).sample({ count: SAMPLES, gibbsSteps: GIBBS_STEPS })),
  };
}
