import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileKernels } from "../../../src/engine/assembly/compile.mjs";

it("The kernels are what their source compiles to: `npm run kernels` writes them", {
  timeout: 60_000,
}, async () => {
  const committed = readFileSync(
    new URL("../../../src/engine/wasm/kernels-data.ts", import.meta.url),
    "utf8",
  );
  expect(await compileKernels()).toBe(committed);
});
