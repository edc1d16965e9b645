import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { openIn } from "./browsers.mjs";

/** What a server has to say for a page to share memory with workers. */
export const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };

/** A page without a build: an import map sends every entry to the one module. */
const importMap = JSON.stringify({
  imports: { layerwise: "/browser.js", "layerwise/data": "/browser.js" },
});

/** Opens a page of the folders in a browser, and returns the report that it sends back. */
export function runInBrowser(browser, folders, page, headers) {
  return whileServed(folders, headers, (address, answer) => openIn(browser, `${address}/${page}`, answer));
}

/**
 * Serves the files of the folders for as long as `visit(address, answer)` takes, whose result it returns; `answer` is the report that a
 * page sends back. `/NAME.html` is a page with the program `NAME.mjs`, where no folder has one of its own.
 */
export async function whileServed(folders, headers, visit) {
  let settle;
  const answer = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  answer.catch(() => {}); // whoever waits for it gets it too
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (request.method === "POST") {
      const text = await bodyOf(request);
      if (path === "/report") settle.resolve(JSON.parse(text));
      else settle.reject(new Error(text));
    }
    const content = (await find(folders, path)) ?? (extname(path) === ".html" ? pageFor(path) : undefined);
    const type = types[extname(path)] ?? "text/plain";
    response.writeHead(content === undefined ? 404 : 200, { ...headers, "content-type": type });
    response.end(content);
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  try {
    return await visit(`http://localhost:${server.address().port}`, answer);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function pageFor(path) {
  const program = path.replace(/\.html$/, ".mjs");
  const map = program.includes("unbundled") ? `<script type="importmap">${importMap}</script>` : "";
  return `<!doctype html><title>layerwise</title>${map}<script type="module" src="${program}"></script>`;
}

async function find(folders, path) {
  for (const folder of folders) {
    const content = await readFile(join(folder, path)).catch(() => undefined);
    if (content !== undefined) return content;
  }
  return undefined;
}

async function bodyOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}
