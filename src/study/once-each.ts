import { rangeError, show } from "../check.ts";

/** What studies name. */
interface Named {
  readonly name: string;
}

/**
 * Returns each of some arms or optimizers once, and refuses two different ones of a name.
 *
 * @param what - What they are, for the error.
 */
export function onceEach<Each extends Named>(
  action: string,
  what: string,
  given: readonly Each[],
): readonly Each[] {
  const first = new Map<string, Each>();
  for (const each of given) {
    const other = first.get(each.name) ?? each;
    if (other !== each) throw rangeError(action, `one ${what} of each name`, show(each.name));
    first.set(each.name, each);
  }
  return [...first.values()];
}
