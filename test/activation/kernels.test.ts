import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { activations } from "../../src/activation/all.ts";

const folder = new URL("../../src/engine/", import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, folder), "utf8");

/** `lecunTanh` is `LECUN_TANH` to the kernels. */
const constantOf = (name: string): string =>
  name.replace(/\(.*/, "").replaceAll(/[A-Z]/g, "_$&").toUpperCase();

describe("The kernels of activations", () => {
  it.each(activations.map(({ name }) => name).filter((name) => name !== "identity"))(
    "name %s in every file that computes it, where a forgotten one would be the identity",
    (name) => {
      const constant = constantOf(name);
      for (const file of ["wasm/activation-kernels.ts", "assembly/activation.ts", "assembly/slope.ts"]) {
        expect(textOf(file).match(/\b[A-Z][A-Z_]+\b/g), `${constant} in src/engine/${file}`).toContain(
          constant,
        );
      }
    },
  );
});
