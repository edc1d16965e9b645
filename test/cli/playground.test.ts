import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPlayground } from "../../src/playground/build.mjs";
import { buildCommand, type End, runProgram } from "../support/built-command.ts";
import { callCommand } from "../support/call-command.ts";

let directory: string;
let command: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-playground-"));
  command = await buildCommand(directory);
  await buildPlayground(join(directory, "dist/playground"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command, and once it says where the page is looks at that; then it is stopped. */
const served = async (
  look: (address: string) => Promise<void>,
  signal: NodeJS.Signals = "SIGINT",
): Promise<End> => {
  let looked: Promise<void> | undefined;
  const end = await runProgram(
    process.execPath,
    [command, "playground", "--port", "0"],
    directory,
    (child) => {
      child.stdout!.on("data", (text) => {
        const address = /http:\S+/.exec(String(text))?.[0];
        if (address) looked = look(address).finally(() => child.kill(signal));
      });
    },
  );
  await looked;
  return end;
};

describe("layerwise playground", () => {
  it("serves the page with what lets threads share memory, to whoever asks as often as they ask", async () => {
    const page = readFileSync(join(directory, "dist/playground/index.html"), "utf8");
    await served(async (address) => {
      for (const path of ["", "index.html", "?x=1#data=moons"]) {
        const answer = await fetch(address + path);
        expect(answer.headers.get("cross-origin-opener-policy")).toBe("same-origin");
        expect(answer.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
        expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
        expect(await answer.text()).toBe(page);
      }
      expect(await (await fetch(`${address}NOTICES.txt`)).text()).toContain("preact");
      const head = await fetch(address, { method: "HEAD" });
      expect([head.status, Number(head.headers.get("content-length"))]).toEqual([
        200,
        Buffer.byteLength(page),
      ]);
    });
  });

  it("serves nothing else", async () => {
    await served(async (address) => {
      for (const path of [
        "package.json",
        "..%2fcli.js",
        "%2e%2e/cli.js",
        "constructor",
        "__proto__",
        "%",
        "//x",
      ]) {
        expect((await fetch(address + path)).status, path).toBe(404);
      }
      expect((await fetch(address, { method: "POST", body: "x" })).status).toBe(405);
    });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stopped by %s ends with %d and says no more", async (signal, code) => {
    const end = await served(async () => undefined, signal);
    expect(end).toMatchObject({ code, errors: "" });
    expect(end.output).toMatch(/^The playground is at http:\/\/localhost:\d+\/ until you press Ctrl-C\.\n$/);
  });

  it("says that a port is taken, and ends with 1", async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, "localhost", resolve));
    const { port } = other.address() as { port: number };
    const end = await runProgram(process.execPath, [command, "playground", "--port", `${port}`], directory);
    other.close();
    expect(end).toMatchObject({ code: 1, output: "" });
    expect(end.errors).toMatch(
      new RegExp(
        `^layerwise: Cannot serve the playground: expected port ${port} to be free .*--port 0.*, got .*EADDRINUSE.*\n$`,
      ),
    );
  });

  it.each(["-1", "65536", "1.5", "x", "", "1e99"])("refuses --port=%s with 2", async (port) => {
    const { code, output, errors } = await callCommand("playground", `--port=${port}`);
    expect({ code, output }).toEqual({ code: 2, output: [] });
    expect(errors.join("\n")).toMatch(
      /^layerwise: Cannot serve the playground: expected --port to be an integer /,
    );
  });

  it("refuses operands, and tells how it is used", async () => {
    expect((await callCommand("playground", "digits")).errors[0]).toContain(
      "expected 0 operands of playground",
    );
    const { code, output } = await callCommand("playground", "--help");
    expect(code).toBe(0);
    expect(output.join("\n")).toContain("npx layerwise playground");
  });
});
