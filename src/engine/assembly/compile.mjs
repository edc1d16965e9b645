// Compiles the kernels: `npm run kernels` writes src/engine/wasm/kernels-data.ts, and a test compiles them again and compares.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("../wasm/kernels-data.ts", import.meta.url));

/** The text of the file that holds the compiled module. */
export async function compileKernels() {
  let binary;
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      "--baseDir",
      here,
      "--outFile",
      "kernels.wasm",
      ...["-O3", "--converge", "--noAssert", "--runtime", "stub", "--disableWarning"],
      ...["--enable", "simd,threads", "--importMemory", "--sharedMemory"],
      ...["--initialMemory", "1", "--maximumMemory", "65536", "--memoryBase", "16384"],
    ],
    {
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return [
    "// Compiled from src/engine/assembly by `npm run kernels`: a WebAssembly module as the text that kernels-text.ts reads.",
    `export const kernels =\n  "${kernelsText(binary)}";\n`,
  ].join("\n");
}

/** Bytes as text, one character for most of them: gzip then sees the bytes, where base64 hides them. */
function kernelsText(bytes) {
  const prefixes = ["", "}", "~"];
  const characterOf = (place) => String.fromCharCode(36 + (place % 88)).replace("\\", "#");
  const places = Array.from(bytes, (byte) => (byte + 4) % 256);
  return places.map((place) => prefixes[Math.floor(place / 88)] + characterOf(place)).join("");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await compileKernels());
