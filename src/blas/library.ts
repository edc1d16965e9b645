/** The kinds of values that a foreign function takes and returns. */
export type ForeignType = "void" | "text" | "i8" | "i32" | "i64" | "f32" | "address";

/** A library that is open in this thread. */
export interface Library {
  /** One of its functions, or one of those libraries that it needs itself; undefined where there is none. */
  find(
    name: string,
    result: ForeignType,
    types: readonly ForeignType[],
  ): ((...values: number[]) => unknown) | undefined;
  /** Where the elements of an array lie. */
  addressOf(bytes: Uint8Array): number;
}

/** How foreign functions are called in this runtime. */
export interface Way {
  readonly runtime: "koffi" | "node" | "deno" | "bun";
  /** The file of koffi. */
  readonly koffi?: string;
}
