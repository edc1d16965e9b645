// npm run bench [-- PART… --quick --rounds N --only SYSTEM,… --json FILE]
import { writeFileSync } from "node:fs";
import { parseArguments } from "./measure/arguments.mjs";
import { machine } from "./measure/machine.mjs";
import { installPeers } from "./measure/peers.mjs";
import { writeRows } from "./measure/rows.mjs";
import { ROWS } from "./measure/workloads.mjs";

const { parts, rounds, only, json } = readArguments();
if (parts.includes("rbm") || parts.includes("net")) installPeers();
const { systems } = await import("./systems/all.mjs"); // looks for the peers
const chosen = systems.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
const rows = await writeRows(ROWS);
const about = { ...machine(), rows: rows.source, density: rows.density, rounds };

console.log(Object.values(machine()).join("; "));
const results = { about };
for (const part of parts) {
  const { measure } = await import(`./parts/${part}.mjs`);
  const { title, text, data } = await measure({ rows, rounds, systems: chosen });
  console.log(`\n## ${title}\n\n${text}`);
  results[part] = data;
}
if (json) writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`);

function readArguments() {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
