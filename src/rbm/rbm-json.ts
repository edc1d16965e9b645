import { checkFields, checkFormat, checkKeys, readSafely, show, typeError } from "../check.ts";
import { type EngineOptions, engineOptionNames } from "../engine/select.ts";
import { type MatrixJSON, matricesToJSON, matrixFromJSON } from "../matrix/matrix-json.ts";
import type { Seed } from "../random/seed.ts";
import { unitsByName } from "../units/all.ts";
import type { RBMParameters, RBMValues } from "./machine/machine.ts";
import type { RBMOptions } from "./rbm-options.ts";

/** An RBM in JSON. Its matrices are exact to the bit. */
export interface RBMJSON {
  readonly format: "layerwise/rbm";
  readonly version: 1;
  readonly seed: Seed;
  readonly visibleUnits: string;
  readonly hiddenUnits: string;
  readonly parameters: { readonly [Name in keyof RBMParameters]: MatrixJSON };
}

/** Writes an RBM as JSON. */
export function rbmToJSON({
  seed,
  visibleUnits,
  hiddenUnits,
  parameters,
}: RBMValues & { seed: Seed }): RBMJSON {
  return {
    format: "layerwise/rbm",
    version: 1,
    seed,
    visibleUnits: visibleUnits.name,
    hiddenUnits: hiddenUnits.name,
    parameters: matricesToJSON("save the RBM", parameters),
  };
}

/** Reads what `rbmToJSON` wrote, as the options of a new RBM. */
export function rbmOptionsFromJSON(json: RBMJSON, options: EngineOptions): RBMOptions {
  const action = "read an RBM from JSON";
  return readSafely(action, "an RBM as toJSON writes it", () => {
    checkKeys(action, options, engineOptionNames);
    checkFormat(action, json, "layerwise/rbm", ["seed", "visibleUnits", "hiddenUnits", "parameters"]);
    if (typeof json.parameters !== "object" || json.parameters === null) {
      throw typeError(action, "parameters to be { weights, visibleBias, hiddenBias }", show(json.parameters));
    }
    checkFields(action, json.parameters, ["weights", "visibleBias", "hiddenBias"]);
    const read = (name: keyof RBMParameters) => matrixFromJSON(action, name, json.parameters[name]);
    const weights = read("weights");
    return {
      ...options,
      visible: weights.rows,
      hidden: weights.columns,
      visibleUnits: unitsByName(action, json.visibleUnits),
      hiddenUnits: unitsByName(action, json.hiddenUnits),
      parameters: { weights, visibleBias: read("visibleBias"), hiddenBias: read("hiddenBias") },
      seed: json.seed,
    };
  });
}
