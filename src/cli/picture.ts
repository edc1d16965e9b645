import type { AbstractMatrix } from "../matrix/matrix.ts";

const SHADES = " ░▒▓█";

/** Draws images side by side in shades of block characters, two per pixel; values are in [0, 1], row by row. */
export function pictureRow(images: AbstractMatrix, width: number, captions: readonly string[] = []): string {
  const height = images.columns / width;
  const lines = Array.from({ length: height }, (_, y) =>
    Array.from({ length: images.rows }, (_, image) =>
      Array.from({ length: width }, (_, x) => shade(images.get(image, y * width + x)).repeat(2)).join(""),
    ).join("  "),
  );
  const caption = captions.map((text) => text.padEnd(2 * width)).join("  ");
  return [...lines, ...(caption ? [caption] : [])].map((line) => line.trimEnd()).join("\n");
}

function shade(value: number): string {
  const level = Math.round(value * (SHADES.length - 1));
  return SHADES[Math.min(Math.max(level, 0), SHADES.length - 1)]!;
}
