/** A piece of the memory, in bytes from `begin` to `end`. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** What a command reads and what it writes. */
export interface Uses {
  readonly reads: readonly Span[];
  readonly writes: readonly Span[];
}

/** Commands over one range that go through each of its chunks one after the other. */
export class LaunchGroup {
  /** The length of what the chunks share out. */
  readonly total: number;
  /** Whether the commands take each element by itself, the range being that of the elements. */
  readonly isElementwise: boolean;
  readonly chunks: number;
  /** Where the number of the next command is written. */
  link: number;
  readonly #reads: Span[] = [];
  readonly #writes: Span[] = [];

  constructor(total: number, grain: number, isElementwise: boolean, link: number) {
    this.total = total;
    this.isElementwise = isElementwise;
    this.chunks = Math.ceil(total / grain);
    this.link = link;
  }

  /** Takes a command with these uses in, which another may follow whose number stands at `link`. */
  add({ reads, writes }: Uses, link: number): void {
    this.#reads.push(...reads);
    this.#writes.push(...writes);
    this.link = link;
  }

  /** Whether a command with these uses, in another group of the launch, could meet something of this one half done. */
  disturbs(uses: Uses): boolean {
    return this.#meets(uses, overlap);
  }

  /**
   * Whether such an elementwise command over as many elements could not follow in this group: it may meet what another chunk does
   * where it uses matrices that overlap one another without being the same.
   */
  excludes(uses: Uses): boolean {
    return this.#meets(uses, (a, b) => overlap(a, b) && a.begin !== b.begin);
  }

  #meets({ reads, writes }: Uses, touch: (a: Span, b: Span) => boolean): boolean {
    const meet = (some: readonly Span[], others: readonly Span[]): boolean =>
      some.some((a) => others.some((b) => touch(a, b)));
    return meet(this.#writes, reads) || meet(this.#writes, writes) || meet(this.#reads, writes);
  }
}

function overlap(a: Span, b: Span): boolean {
  return a.begin < b.end && b.begin < a.end;
}
