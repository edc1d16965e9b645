import { type Engine, type EngineKind, Matrix, reference } from "layerwise";
import { checkingEngine } from "layerwise/extend";

type Multiply = Engine["product"];

/** Products by a loop of its own, and all else as an engine with memory of its own has it. */
export const loopingKind: EngineKind = {
  name: "looping",
  precision: "float64",
  open() {
    const engine = checkingEngine.open();
    const product: Multiply = (a, b, into, alpha = 1, beta = 1) => {
      if (a.columns !== b.rows) return reference.product(a, b); // which names both shapes
      const rows = Array.from({ length: a.rows }, (_, row) =>
        Array.from({ length: b.columns }, (_, column) => {
          let sum = 0;
          for (let inner = 0; inner < a.columns; inner++) sum += a.get(row, inner) * b.get(inner, column);
          return alpha * sum;
        }),
      );
      const result = engine.load(new Matrix(rows));
      if (into === undefined) return result;
      return beta === 0 ? engine.copy(result, into) : engine.combine(1, result, beta, into, into);
    };
    return { ...engine, name: "looping", product };
  },
};
