import type { PlaneCoordinates } from "layerwise/study";

/** What is known of an experiment before it begins. */
export interface GroundFacts {
  readonly name: string;
  readonly inputs: number;
  readonly classNames: readonly string[];
  /** How many examples nets learn from, and how many they are tried on. */
  readonly training: number;
  readonly testing: number;
  /** Where a row is an image. */
  readonly shape?: { readonly height: number; readonly width: number };
  /** Where there are two inputs and two classes: the test examples, two numbers each, and their classes. */
  readonly points?: { readonly places: Float32Array; readonly labels: Int32Array };
}

/** What a layer does to the error signal on its way down. */
export interface LayerFrame {
  /** The signal in front of the layer's activation, as a share of that in the last hidden layer. */
  readonly signal: number;
  /** What the slopes leave of it. */
  readonly slopes: number;
  /** What the weights make of it. */
  readonly weights: number;
}

/** One of both nets, at one moment. */
export interface NetFrame {
  /** The hidden layers, the one on the inputs first. */
  readonly layers: readonly LayerFrame[];
  /** The share of test examples that it tells right. */
  readonly accuracy: number;
  /** Multiplications so far, pretraining included. */
  readonly cost: number;
  /** Where its layers lie on the phase diagram, if they are of a kind that lies there. */
  readonly places: readonly PlaneCoordinates[];
  /** The probability of the second class over a square of inputs, in 255 steps, where there are two inputs and two classes. */
  readonly region?: Uint8Array;
  /** Why it learns no more, where its training broke off. */
  readonly broken?: string;
}

/** What the stack of RBMs has learnt. */
export interface StackFrame {
  /** Which RBM was trained last, from 0. */
  readonly layer: number;
  readonly epoch: number;
  readonly reconstructionError: number;
  /** Weights of the first units of the RBM on the data, those of a unit in a row. */
  readonly filters: Float32Array;
  /** What the stack draws by itself, an example in a row. */
  readonly samples: Float32Array;
}

/** One moment of an experiment. */
export interface Frame {
  readonly phase: "pretraining" | "training";
  /** Epochs of the phase that are done, and how many there are. */
  readonly done: number;
  readonly of: number;
  readonly nets: readonly [NetFrame, NetFrame];
  /** While RBMs are trained. */
  readonly stack?: StackFrame;
}

/** Rows and columns of `region`. */
export const REGION = 40;
/** How many of each the stack shows. */
export const FILTERS = 25;
export const SAMPLES = 16;
