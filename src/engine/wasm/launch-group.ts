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
  readonly #uses: Uses[] = [];

  constructor(total: number, grain: number, isElementwise: boolean, link: number) {
    this.total = total;
    this.isElementwise = isElementwise;
    this.chunks = Math.ceil(total / grain);
    this.link = link;
  }

  /** Takes a command with these uses in, which another may follow whose number stands at `link`. */
  add(uses: Uses, link: number): void {
    this.#uses.push(uses);
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
    return this.#meets(uses, overlapAskew);
  }

  #meets({ reads, writes }: Uses, touch: Touch): boolean {
    for (const own of this.#uses) {
      if (meet(own.writes, reads, touch) || meet(own.writes, writes, touch)) return true;
      if (meet(own.reads, writes, touch)) return true;
    }
    return false;
  }
}

type Touch = (a: Span, b: Span) => boolean;

function meet(some: readonly Span[], others: readonly Span[], touch: Touch): boolean {
  for (const a of some) {
    for (const b of others) if (touch(a, b)) return true;
  }
  return false;
}

function overlap(a: Span, b: Span): boolean {
  return a.begin < b.end && b.begin < a.end;
}

function overlapAskew(a: Span, b: Span): boolean {
  return overlap(a, b) && a.begin !== b.begin;
}
