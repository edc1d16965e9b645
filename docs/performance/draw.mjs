// Draws docs/performance/epochs.svg from the figures of docs/performance.md: node docs/performance/draw.mjs

import { writeFileSync } from "node:fs";

/** Seconds of an epoch of 10,000 rows: an RBM 784×500 with means, its sixth epoch, and a net 784-500-500-2000-10. */
const systems = [
  { name: "layerwise, BLAS, 2 threads", rbm: 0.24, net: 0.58, isOwn: true },
  { name: "PyTorch at its best", rbm: 0.28, net: 0.76 },
  { name: "layerwise, 2 threads", rbm: 0.38, net: 1.26, isOwn: true },
  { name: "layerwise, 1 thread", rbm: 0.67, net: 2.45, isOwn: true },
  { name: "jax-js, wasm", rbm: 1.58, net: 4.99 },
  { name: "tfjs, wasm", rbm: 10.3, net: 29.4 },
  { name: "layerwise, float64", rbm: 17.3, net: 39.2, isOwn: true },
  { name: "tfjs, cpu", rbm: 48.4, net: 125 },
];
const panels = [
  { key: "rbm", title: "RBM 784×500, with means" },
  { key: "net", title: "Net 784-500-500-2000-10" },
];

const [left, width, gap, top, row, least, most] = [190, 230, 70, 50, 26, 0.1, 200];
const length = (seconds) => (width * Math.log10(seconds / least)) / Math.log10(most / least);
const text = (x, y, content, more = "") => `<text x="${x}" y="${y}" ${more}>${content}</text>`;

const height = top + row * systems.length + 30;
const parts = panels.flatMap(({ key, title }, panel) => {
  const x = left + panel * (width + gap);
  const ticks = [0.1, 1, 10, 100].flatMap((seconds) => {
    const at = x + length(seconds);
    return [
      `<line x1="${at}" x2="${at}" y1="${top - 6}" y2="${height - 26}" stroke="#ddd"/>`,
      text(at, height - 10, `${seconds} s`, 'text-anchor="middle" fill="#555"'),
    ];
  });
  const bars = systems.flatMap(({ name, isOwn, [key]: seconds }, index) => {
    const y = top + row * index;
    return [
      ...(panel === 0
        ? [text(left - 8, y + 14, name, `text-anchor="end"${isOwn ? ' font-weight="bold"' : ""}`)]
        : []),
      `<rect x="${x}" y="${y}" width="${length(seconds).toFixed(1)}" height="18" fill="${isOwn ? "#1f77b4" : "#999"}"/>`,
      text((x + length(seconds) + 5).toFixed(1), y + 14, seconds),
    ];
  });
  return [...ticks, text(x, top - 16, title, 'font-weight="bold"'), ...bars];
});
writeFileSync(
  new URL("epochs.svg", import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${left + 2 * width + gap + 40}" height="${height}" font-family="sans-serif" font-size="13">
<title>Seconds of an epoch of 10,000 rows, on a scale of powers of ten</title>
<rect width="100%" height="100%" fill="#fff"/>
${parts.join("\n")}
</svg>
`,
);
