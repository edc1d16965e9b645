import { describe, expect, it } from "vitest";
import { relu } from "../../../src/activation/relu.ts";
import { softmax } from "../../../src/head/softmax.ts";
import { dense } from "../../../src/layers/dense.ts";
import { residual } from "../../../src/layers/residual.ts";
import { Network } from "../../../src/network/network.ts";
import { recipeOfNetwork } from "../../../src/study/diagnose/net-description.ts";
import { describeRecipe } from "../../../src/study/diagnose/words.ts";

describe("recipeOfNetwork", () => {
  it("counts affine layers of one's own, also inside others, as it does dense ones", () => {
    const own = (inputs: number, outputs: number) => ({
      ...dense({ inputs, outputs, activation: relu }),
      kind: "own",
      affine: true,
    });
    const layers = [own(4, 8), residual([own(8, 8)]), dense({ inputs: 8, outputs: 2 })];
    const recipe = recipeOfNetwork(new Network({ layers, head: softmax, seed: 1 }));
    expect(recipe).toMatchObject({ layers: [8, 8], activation: "relu" });
    const told = { ...recipe, inputs: "as given", optimizer: "adam", rate: 0.1, epochs: 1, batchSize: 20 };
    expect(describeRecipe(told as never)).toMatch(/^2 hidden layers of 8 relu units/);
  });
});
