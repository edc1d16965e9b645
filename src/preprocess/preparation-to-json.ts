import { checkSettings } from "../check/check-settings.ts";
import { checkNames, isOfLibrary, jsonOf } from "../check/own-name.ts";
import { libraryPreprocessors } from "./from-json.ts";
import type { Preprocessor, PreprocessorJSON } from "./preprocessor.ts";
import type { Steps } from "./steps.ts";

/**
 * A preparation in JSON; `what` it is stands in the error. Refused is one that would be another once it is read: under a name of the
 * library's without being one of it, as a copy with other functions, with JSON of another name, or with settings that JSON cannot hold;
 * its steps too.
 */
export function preparationToJSON(action: string, what: string, preparation: Preprocessor): PreprocessorJSON {
  checkOrigin(action, what, preparation);
  return jsonOf(action, what, preparation);
}

function checkOrigin(action: string, what: string, preparation: Preprocessor & Partial<Steps>): void {
  checkNames(action, what, [preparation], libraryPreprocessors());
  if (!isOfLibrary(preparation)) checkSettings(action, what, preparation.toJSON());
  for (const [index, step] of (preparation.steps ?? []).entries()) {
    checkOrigin(action, `${what}, step ${index}`, step);
  }
}
