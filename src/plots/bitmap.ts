const HEADER = 14 + 40;
const COLORS = 256;

/** A data URL of gray pixels, row by row from the top, as an uncompressed BMP: nothing else is needed to draw it. */
export function encodeBitmap(
  pixels: Uint8Array,
  { height, width }: { readonly height: number; readonly width: number },
): string {
  const stride = (width + 3) & ~3; // rows are filled up to whole words
  const start = HEADER + 4 * COLORS;
  const file = new Uint8Array(start + stride * height);
  const view = new DataView(file.buffer);
  file.set([0x42, 0x4d]); // "BM"
  view.setUint32(2, file.length, true);
  view.setUint32(10, start, true);
  view.setUint32(14, 40, true); // the size of this part of the header
  view.setInt32(18, width, true);
  view.setInt32(22, -height, true); // negative: from the top
  view.setUint16(26, 1, true);
  view.setUint16(28, 8, true); // bits per pixel
  view.setUint32(46, COLORS, true);
  for (let gray = 0; gray < COLORS; gray++) file.set([gray, gray, gray, 0], HEADER + 4 * gray);
  for (let row = 0; row < height; row++) {
    file.set(pixels.subarray(row * width, (row + 1) * width), start + row * stride);
  }
  return `data:image/bmp;base64,${btoa(Array.from(file, (byte) => String.fromCharCode(byte)).join(""))}`;
}
