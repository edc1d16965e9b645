import { show } from "../check.ts";
import type { DataFacts } from "./evidence.ts";

/** What a class is called: by its name, or its number where it has none. */
export const nameOf = (label: number, { classNames }: Pick<DataFacts, "classNames">): string =>
  classNames?.[label] ?? String(label);

/** The same in a sentence, where a name is quoted: `"setosa"`, or 1. */
export const shownName = (label: number, { classNames }: Pick<DataFacts, "classNames">): string =>
  show(classNames?.[label] ?? label);
