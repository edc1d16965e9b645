import { type Initializer, lecunNormal, Matrix } from "../../src/index.ts";

/** W ~ N(0, 1/inputs), b ~ N(0, 1) in every layer: the start of Nielsen's "Neural Networks and Deep Learning". */
export const normalBias: Initializer = Object.freeze({
  name: "lecunNormal with bias N(0, 1)",
  draw(fan, random) {
    const { weights } = lecunNormal.draw(fan, random);
    return { weights, bias: Matrix.rowVector(Array.from({ length: fan.outputs }, () => random.normal())) };
  },
} satisfies Initializer);
