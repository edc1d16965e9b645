/** Flags of a study that takes a moment: what it comes to does not matter. */
export const smallStudy: readonly string[] =
  "--arms classical --depths 1 --widths 4 --epochs 20 --seeds 1 --workers 1".split(" ");
