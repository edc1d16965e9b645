/** A call that succeeds, of something that the library exports. */
export interface ValidCall {
  /** What is called: `"Network.fromSizes"`, and of an object `"network.fit"`. Several calls may share a name. */
  readonly name: string;
  readonly call: (...given: never[]) => unknown;
  /** Arguments with which it succeeds, made anew for each call; options are all given, as far as they go together. */
  readonly given: () => unknown[];
}

/** Makes a valid call. */
export function valid(name: string, call: (...given: never[]) => unknown, given: () => unknown[]): ValidCall {
  return { name, call, given };
}
