/** Lines of a table of sixty flowers of three kinds. */
export const flowers: readonly string[] = [
  "length,width,species",
  ...Array.from({ length: 60 }, (_, row) => `${row},${row % 7},${"abc"[row % 3]}`),
];
