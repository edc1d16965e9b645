/**
 * The bytes of the compiled kernels. They are counted from 252 on, so that 253, with which every SIMD instruction begins, is among
 * the first 88, and a byte is written as the character with the code 36 + its place mod 88, behind "}" where the place is 88 or more
 * and behind "~" where it is 176 or more; "#" stands for the backslash. In base64, whose characters straddle the bytes,
 * gzip would find little that recurs: the kernels would take half as much again.
 */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let base = 0;
  for (const character of text) {
    const prefix = "}~".indexOf(character) + 1;
    if (prefix === 0) bytes.push(base + (character === "#" ? 92 : character.charCodeAt(0)) - 40);
    base = 88 * prefix;
  }
  return Uint8Array.from(bytes); // modulo 256
}
