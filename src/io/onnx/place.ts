/** How far the reading has come: which value is next, and how many numbers it has in a row, where that is known. */
export interface Place {
  readonly value: string;
  readonly width: number | undefined;
}
