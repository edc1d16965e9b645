import { rangeError, show } from "../check.ts";
import type { Engine } from "./engine.ts";
import { reference } from "./reference.ts";

/** Returns the engine that was named or handed over; `reference` where none was. */
export function selectEngine(action: string, engine: Engine | "reference" | undefined): Engine {
  if (engine === undefined || engine === "reference") return reference;
  if (typeof engine === "object" && engine !== null && typeof engine.product === "function") return engine;
  throw rangeError(action, `engine to be "reference" or an Engine`, show(engine));
}
