import { checkArray, checkFormat } from "../check.ts";
import type { Seed } from "../random/seed.ts";
import { RBM } from "../rbm/rbm.ts";
import type { RBMFromJSONOptions, RBMJSON } from "../rbm/rbm-json.ts";
import { checkUnitsApart } from "../units/same-units.ts";

/** A DBN in JSON. Its matrices are exact to the bit. */
export interface DBNJSON {
  readonly format: "layerwise/dbn";
  readonly version: 1;
  readonly seed: Seed;
  readonly rbms: readonly RBMJSON[];
}

/** Writes a DBN as JSON; units are told by their names, as an RBM's are. */
export function dbnToJSON({ seed, rbms }: { readonly seed: Seed; readonly rbms: readonly RBM[] }): DBNJSON {
  const units = rbms.flatMap(({ visibleUnits, hiddenUnits }) => [visibleUnits, hiddenUnits]);
  checkUnitsApart("save the DBN", units);
  return { format: "layerwise/dbn", version: 1, seed, rbms: rbms.map((rbm) => rbm.toJSON()) };
}

/** Reads the RBMs that `dbnToJSON` wrote. */
export function rbmsFromJSON(json: DBNJSON, options: RBMFromJSONOptions): readonly RBM[] {
  const action = "read a DBN from JSON";
  checkFormat(action, json, "layerwise/dbn", ["seed", "rbms"]);
  return checkArray(action, "rbms to be a list", json.rbms).map((rbm) => RBM.fromJSON(rbm, options));
}
