const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/**
 * CRC-32 as zip has it: the remainder of the bytes by the polynomial 0x04C11DB7, lowest bit first, between two complements.
 *
 * @see ITU-T V.42 (2002), section 8.1.1.6.2.
 */
export function crc32(bytes: Uint8Array): number {
  let remainder = -1;
  for (let place = 0; place < bytes.length; place++) {
    remainder = (remainder >>> 8) ^ table[(remainder ^ bytes[place]!) & 255]!;
  }
  return ~remainder >>> 0;
}

/** The same of a text, as eight digits. */
export function crc32Of(text: string): string {
  return crc32(new TextEncoder().encode(text)).toString(16).padStart(8, "0");
}
