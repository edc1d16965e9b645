import { checkFields, checkOneOf, checkRecord, readSafely } from "../check.ts";
import { preparationInTurnFromJSON } from "./in-turn.ts";
import { minMaxScalingFromJSON } from "./min-max.ts";
import { pcaWhiteningFromJSON } from "./pca-whiten.ts";
import { inputPreparationFromJSON } from "./prepare-inputs.ts";
import type { Preprocessor, PreprocessorJSON } from "./preprocessor.ts";
import { standardizationFromJSON } from "./standardize.ts";
import { zcaWhiteningFromJSON } from "./zca-whiten.ts";

const readers = {
  standardize: standardizationFromJSON,
  minMax: minMaxScalingFromJSON,
  pcaWhiten: pcaWhiteningFromJSON,
  zcaWhiten: zcaWhiteningFromJSON,
  prepareInputs: (action: string, json: PreprocessorJSON) =>
    inputPreparationFromJSON(action, json, preprocessorFromJSON),
  inTurn: (action: string, json: PreprocessorJSON) =>
    preparationInTurnFromJSON(action, json, preprocessorFromJSON),
} as const;

/**
 * Reads a preprocessor that `toJSON` wrote; it prepares and inverts as that one did, to the bit.
 *
 * @param json - What `toJSON` gave, after `JSON.parse` or not.
 * @returns The preprocessor.
 * @throws RangeError or TypeError if the name is unknown, or a field is missing, cut short, of the wrong shape or not
 * finite.
 * @example
 * const text = JSON.stringify(standardize.fit([[1], [3]]));
 * preprocessorFromJSON(JSON.parse(text)).transform([[4]]).to2DArray(); // [[2]]
 */
export function preprocessorFromJSON(json: PreprocessorJSON): Preprocessor {
  const action = "read a preprocessor from JSON";
  const expected = "a preprocessor to be { name, … }";
  return readSafely(action, expected, () => {
    const names = Object.keys(readers) as (keyof typeof readers)[];
    const { name } = checkRecord(action, expected, json);
    const made = readers[checkOneOf(action, "name", name, names)](action, json);
    checkFields(action, json, Object.keys(made.toJSON()));
    return made;
  });
}
