type Triple = readonly [number, number, number];

/**
 * What linear red, green and blue become for those who see so.
 *
 * @see Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, table 1,
 *   severity 1.0.
 */
const VISIONS: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** From linear sRGB to CIE XYZ (IEC 61966-2-1). */
const TO_XYZ: readonly Triple[] = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];
const WHITE: Triple = [0.9505, 1, 1.089];

const times = (matrix: readonly Triple[], [a, b, c]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

function linear(color: string): Triple {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

function lab(rgb: Triple): Triple {
  const clipped = rgb.map((value) => Math.min(Math.max(value, 0), 1)) as unknown as Triple;
  const [x, y, z] = times(TO_XYZ, clipped).map((value, index) => {
    const share = value / WHITE[index]!;
    return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116;
  }) as unknown as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** How far two colors are apart in CIELAB, for those who see the least of the difference. */
export function leastDifference(one: string, other: string): number {
  const distances = Object.values(VISIONS).map((vision) => {
    const [a, b] = [one, other].map((color) => lab(times(vision, linear(color)))) as [Triple, Triple];
    return Math.hypot(...a.map((value, index) => value - b[index]!));
  });
  return Math.min(...distances);
}

/** The least contrast of a color with these grounds, as WCAG 2 counts it. */
export function leastContrast(color: string, grounds: readonly string[]): number {
  const luminance = (each: string): number => times(TO_XYZ, linear(each))[1];
  return Math.min(
    ...grounds.map((ground) => {
      const [high, low] = [luminance(color), luminance(ground)].sort((a, b) => b - a) as [number, number];
      return (high + 0.05) / (low + 0.05);
    }),
  );
}
