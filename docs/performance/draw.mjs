// Draws docs/performance/epochs.svg from the figures of docs/performance.md: node docs/performance/draw.mjs

import { writeFileSync } from "node:fs";

/** Seconds of an epoch of 10,000 rows: an RBM 784×500 with means, its sixth epoch, and a net 784-500-500-2000-10. */
const systems = [
  { name: "PyTorch at its best", rbm: 0.26, net: 0.81 },
  { name: "layerwise, 2 threads", rbm: 0.39, net: 1.29, isOwn: true },
  { name: "layerwise, 1 thread", rbm: 0.59, net: 2.09, isOwn: true },
  { name: "jax-js, wasm", rbm: 1.71, net: 12.0 },
  { name: "tfjs, wasm", rbm: 9.35, net: 27.9 },
  { name: "layerwise, float64", rbm: 15.6, net: 34.7, isOwn: true },
  { name: "tfjs, cpu", rbm: 40.8, net: 114 },
];
const panels = [
  { key: "rbm", title: "RBM 784×500, with means" },
  { key: "net", title: "Net 784-500-500-2000-10" },
];

const [left, width, gap, top, row, least, most] = [160, 230, 70, 50, 26, 0.1, 200];
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
