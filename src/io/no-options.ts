import { show, typeError } from "../check.ts";

/** Refuses options where there are none, so that none is silently ignored; an index, as `map` hands it over, is no option. */
export function refuseOptions(action: string, options: unknown): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) return;
  const [name] = Object.keys(options);
  if (name !== undefined) throw typeError(action, "no options", show(name));
}
