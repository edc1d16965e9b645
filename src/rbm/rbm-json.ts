import { checkFields, checkFormat, checkKeys, checkRecord, readSafely } from "../check.ts";
import { type EngineOptions, engineOptionNames, engineOptionsOf } from "../engine/select.ts";
import { type MatrixJSON, matrixFromJSON } from "../matrix/matrix-json.ts";
import { matricesToJSON } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import { unitsByName } from "../units/all.ts";
import { checkUnitsApart } from "../units/same-units.ts";
import type { Units } from "../units/units.ts";
import type { RBMValues } from "./machine/machine.ts";
import { addedParameters } from "./machine/parameters.ts";
import type { RBMOptions } from "./rbm-options.ts";

/** The parameters of an RBM in JSON, and what else its units have of their own. */
export type RBMParametersJSON = {
  readonly weights: MatrixJSON;
  readonly visibleBias: MatrixJSON;
  readonly hiddenBias: MatrixJSON;
  readonly [name: string]: MatrixJSON;
};

/** Options of `RBM.fromJSON`. */
export interface RBMFromJSONOptions extends EngineOptions {
  /** Units that are not in the core: your own, or those of `layerwise/rbm`, found by their names. */
  readonly units?: readonly Units[] | undefined;
}

/** An RBM in JSON. Its matrices are exact to the bit. */
export interface RBMJSON {
  readonly format: "layerwise/rbm";
  readonly version: 1;
  readonly seed: Seed;
  readonly visibleUnits: string;
  readonly hiddenUnits: string;
  readonly parameters: RBMParametersJSON;
}

/** Writes an RBM as JSON. Two kinds of units under one name are refused: loading would find one of them for both. */
export function rbmToJSON({
  seed,
  visibleUnits,
  hiddenUnits,
  parameters,
}: RBMValues & { seed: Seed }): RBMJSON {
  const action = "save the RBM";
  checkUnitsApart(action, [visibleUnits, hiddenUnits]);
  return {
    format: "layerwise/rbm",
    version: 1,
    seed,
    visibleUnits: visibleUnits.name,
    hiddenUnits: hiddenUnits.name,
    parameters: matricesToJSON(action, parameters) as RBMParametersJSON,
  };
}

/** Reads what `rbmToJSON` wrote, as the options of a new RBM. */
export function rbmOptionsFromJSON(json: RBMJSON, options: RBMFromJSONOptions): RBMOptions {
  const action = "read an RBM from JSON";
  return readSafely(action, "an RBM as toJSON writes it", () => {
    checkKeys(action, options, ["units", ...engineOptionNames]);
    checkFormat(action, json, "layerwise/rbm", ["seed", "visibleUnits", "hiddenUnits", "parameters"]);
    checkRecord(action, "parameters to be { weights, visibleBias, hiddenBias }", json.parameters);
    const read = (name: string) => matrixFromJSON(action, name, json.parameters[name]!);
    const { rows: visible, columns: hidden } = read("weights");
    const [visibleUnits, hiddenUnits] = [json.visibleUnits, json.hiddenUnits].map((name) =>
      unitsByName(action, name, options.units),
    ) as [Units, Units];
    const sized = { visible, hidden, visibleUnits, hiddenUnits };
    const names = ["weights", "visibleBias", "hiddenBias", ...Object.keys(addedParameters(sized))];
    checkFields(action, json.parameters, names);
    return {
      ...engineOptionsOf(options),
      ...sized,
      parameters: Object.fromEntries(names.map((name) => [name, read(name)])),
      seed: json.seed,
    };
  });
}
