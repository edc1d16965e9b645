/**
 * The bytes of the compiled kernels. They are counted from 252 on, so that 253, with which every SIMD instruction begins, is among
 * the first 88, and a byte is written as the character with the code 36 + its place mod 88, behind "}" where the place is 88 or more
 * and behind "~" where it is 176 or more; "#" stands for the backslash. In base64, whose characters straddle the bytes,
 * gzip would find little that recurs: the kernels would take half as much again.
 */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let count = 0;
  let base = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 124) base = 88 * (code - 124);
    else {
      bytes[count++] = base + (code === 35 ? 92 : code) - 40; // modulo 256
      base = 0;
    }
  }
  return bytes.subarray(0, count);
}
