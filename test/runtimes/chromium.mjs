import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const page = '<!doctype html><title>layerwise</title><script type="module" src="/send-report.mjs"></script>';

/** What a server has to say for a page to share memory with workers. */
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Without a window, in a new profile, and without looking for anything in the network. */
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Serves a page that trains, opens it in Chromium, and returns the report that the page sends back. */
export async function runInChromium(path, directory, isolated) {
  const profile = await mkdtemp(join(tmpdir(), "layerwise-chromium-"));
  const { address, answer, close } = await serve(directory, isolated ? isolation : {});
  // In a process group of its own, with which all its processes can be ended.
  const browser = spawn(path, [...flags, `--user-data-dir=${profile}`, address], {
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise((resolve) => browser.on("close", resolve));
  try {
    return await Promise.race([
      answer,
      ended.then((code) => Promise.reject(new Error(`the browser ended with ${code}`))),
      afterMinutes(5),
    ]);
  } finally {
    if (browser.exitCode === null) process.kill(-browser.pid, "SIGKILL");
    await ended;
    close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A server of the page, whose `answer` is the report that comes back. */
async function serve(directory, headers) {
  let settle;
  const answer = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    if (request.url === "/report") settle.resolve(JSON.parse(text));
    if (request.url === "/error") settle.reject(new Error(text));
    const isProgram = request.url === "/send-report.mjs";
    const type = isProgram ? "text/javascript" : "text/html";
    response.writeHead(200, { ...headers, "content-type": type });
    response.end(isProgram ? await readFile(join(directory, "send-report.mjs")) : page);
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://localhost:${server.address().port}/`, answer, close };
}

async function bodyOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

function afterMinutes(minutes) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no report within ${minutes} minutes`)), minutes * 60_000).unref();
  });
}
