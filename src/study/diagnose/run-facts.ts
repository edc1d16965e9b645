import type { Evidence } from "../../findings/evidence.ts";
import type { LayerGradient } from "../../probe/layer-gradient.ts";
import type { DiagnosedFigures, DiagnosedLayer, DiagnosedRun } from "./diagnosis.ts";
import type { RecipeRun } from "./run-recipe.ts";

/** The run of the net as it is, as a diagnosis keeps it. */
export function runOf({ errors, notFinite }: RecipeRun, { run, before, after }: Evidence): DiagnosedRun {
  const { losses, validationLosses, chanceLoss, chanceError } = run!;
  const layers = (before?.layers ?? []).map((layer, index): DiagnosedLayer => {
    const then = after?.layers[index];
    const { path, kind, activation } = layer;
    return {
      ...{ path, kind, ...(activation !== undefined && { activation }), before: figuresOf(layer) },
      ...(then && { after: figuresOf(then) }),
    };
  });
  return {
    ...{ losses, validationLosses, chanceLoss, chanceError, layers },
    ...(notFinite === undefined
      ? { errors: { train: errors.train, validation: errors.validation } }
      : { notFinite }),
  };
}

function figuresOf(layer: LayerGradient): DiagnosedFigures {
  const { slopeFactor, weightFactor, saturatedShare, deadShare } = layer;
  return {
    error: layer.errorAfterActivation,
    ...(slopeFactor !== undefined && { slopeFactor }),
    ...(weightFactor !== undefined && { weightFactor }),
    ...(saturatedShare !== undefined && { saturatedShare }),
    ...(deadShare !== undefined && { deadShare }),
  };
}
