// Makes plants.csv beside it: 300 plants that never grew, with words, gaps and a saved row index. node docs/your-data/make-plants.mjs
import { writeFileSync } from "node:fs";
import { RandomStream } from "layerwise";

const random = new RandomStream(1, "plants");
const kinds = {
  fern: { site: ["forest", "forest", "shore"], soil: ["loam", "clay"], height: 60, leaf: 22, rain: 900 },
  rush: { site: ["shore", "shore", "meadow"], soil: ["sand", "clay"], height: 75, leaf: 34, rain: 700 },
  sedge: { site: ["meadow", "meadow", "shore"], soil: ["sand", "loam"], height: 45, leaf: 27, rain: 600 },
};
const pick = (list) => list[random.integer(list.length)];
const around = (mean, spread, digits) => (mean + spread * random.normal()).toFixed(digits);
const gap = (value, share, token) => (random.uniform() < share ? token : value);

const lines = [",site,soil,height_cm,leaf_cm,rain_mm,species"];
for (let row = 0; row < 300; row++) {
  const species = pick(Object.keys(kinds));
  const { site, soil, height, leaf, rain } = kinds[species];
  lines.push(
    [
      row,
      pick(site),
      gap(pick(soil), 0.06, "?"),
      gap(around(height, 12, 1), 0.05, ""),
      around(leaf, 5, 1),
      gap(around(rain, 90, 0), 0.05, "NA"),
      species,
    ].join(","),
  );
}
writeFileSync(new URL("plants.csv", import.meta.url), `${lines.join("\n")}\n`);
