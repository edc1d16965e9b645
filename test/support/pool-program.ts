// A program that has helpers do a launch by themselves, and ends in the way its argument says; test/engine/wasm/pool-process.test.ts.

import { poolOf } from "../../src/engine/wasm/pool.ts";
import { kernels, PoolRun } from "./pool-run.ts";

const [ending] = process.argv.slice(2);
const pool = poolOf(3)!;
const run = new PoolRun();
const sum = run.launch(pool, pool.attach(kernels, run.memory), 10);

sum.then((value) => {
  process.stdout.write(`${value}`);
  if (ending === "asleep") setTimeout(() => {}, 50); // many times as long as a helper looks
  if (ending === "exit") process.exit(3);
  if (ending === "interrupt") setInterval(() => {}, 1000);
});
