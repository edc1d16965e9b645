import { type Named, ofLibrary, readBy } from "../check/own-name.ts";
import { checkOwnParts } from "../check/part-by-name.ts";
import { checkFields, checkOneOf, checkRecord, readSafely } from "../check.ts";
import { preparationInTurnFromJSON } from "./in-turn.ts";
import { minMaxScalingFromJSON } from "./min-max.ts";
import { pcaWhiteningFromJSON } from "./pca-whiten.ts";
import { inputPreparationFromJSON } from "./prepare-inputs.ts";
import type { Preprocessor, PreprocessorJSON } from "./preprocessor.ts";
import { standardizationFromJSON } from "./standardize.ts";
import { zcaWhiteningFromJSON } from "./zca-whiten.ts";

type Read = (json: PreprocessorJSON) => Preprocessor;

const readers: Readonly<
  Record<string, (action: string, json: PreprocessorJSON, read: Read) => Preprocessor>
> = {
  standardize: standardizationFromJSON,
  minMax: minMaxScalingFromJSON,
  pcaWhiten: pcaWhiteningFromJSON,
  zcaWhiten: zcaWhiteningFromJSON,
  prepareInputs: inputPreparationFromJSON,
  inTurn: preparationInTurnFromJSON,
};

/** The library's, whose names those of somebody's own may not have where a model is read. */
export const libraryPreprocessors = (): readonly Named[] =>
  Object.keys(readers).map((name) => ofLibrary({ name }));

/** A kind of preprocessors of one's own, by which a saved one finds them. */
export interface PreprocessorReader {
  /** As `preprocessor.toJSON().name` says it. */
  readonly name: string;
  fromJSON(json: PreprocessorJSON): Preprocessor;
}

/**
 * Reads a preprocessor that `toJSON` wrote; it prepares and inverts as that one did, to the bit.
 *
 * @param json - What `toJSON` gave, after `JSON.parse` or not.
 * @param own - Kinds of preprocessors of your own, found by their names. Default none.
 * @returns The preprocessor.
 * @throws RangeError or TypeError if the name is unknown, or a field is missing, cut short, of the wrong shape or not
 * finite.
 * @example
 * const text = JSON.stringify(standardize.fit([[1], [3]]));
 * preprocessorFromJSON(JSON.parse(text)).transform([[4]]).to2DArray(); // [[2]]
 */
export function preprocessorFromJSON(
  json: PreprocessorJSON,
  own: readonly PreprocessorReader[] = [],
): Preprocessor {
  const action = "read a preprocessor from JSON";
  const expected = "a preprocessor to be { name, … }";
  return readSafely(action, expected, () => {
    const { name } = checkRecord(action, expected, json);
    const found = checkOwnParts(action, "preprocessors", own, libraryPreprocessors(), "fromJSON").find(
      (each) => each.name === name,
    );
    if (found) return readBy(action, found, ["transform", "inverse", "toJSON"], json);
    const read = (inner: PreprocessorJSON): Preprocessor => preprocessorFromJSON(inner, own);
    const made = readers[checkOneOf(action, "name", name, Object.keys(readers), "preprocessors")]!(
      action,
      json,
      read,
    );
    checkFields(action, json, Object.keys(made.toJSON()));
    return made;
  });
}

/** Whether this JSON is that of a preprocessor of the library's. */
export function isLibraryPreprocessor({ name }: PreprocessorJSON): boolean {
  return Object.hasOwn(readers, name);
}
