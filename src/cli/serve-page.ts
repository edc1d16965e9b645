import { createServer, type Server } from "node:http";
import { message } from "../check.ts";
import { reasonOf } from "../files/file-error.ts";

/** A file of the page, as it is sent. */
export interface ServedFile {
  readonly type: string;
  readonly content: Uint8Array;
}

/** What lets a page share memory between threads, and what keeps it and its answers to themselves. */
const headers = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache",
};

/** A server that runs. */
export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves files to browsers on this machine, and to nobody else.
 *
 * @param port - Where; 0 for any that is free.
 * @throws Error if nobody may listen there, or somebody does.
 */
export async function servePage(
  action: string,
  files: Readonly<Record<string, ServedFile>>,
  port: number,
): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").replace(/[?#].*$/s, "");
    const file = Object.hasOwn(files, path) ? files[path]! : undefined;
    const isRead = request.method === "GET" || request.method === "HEAD";
    const status = !isRead ? 405 : file ? 200 : 404;
    const content = file && isRead ? file.content : `${status}\n`;
    response.writeHead(status, {
      ...headers,
      "content-type": file && isRead ? file.type : "text/plain",
      "content-length": content.length,
      ...(!isRead && { allow: "GET, HEAD" }),
    });
    response.end(request.method === "HEAD" ? undefined : content);
  });
  await listen(action, server, port);
  const address = server.address();
  const chosen = typeof address === "object" && address ? address.port : port;
  return {
    address: `http://localhost:${chosen}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(action: string, server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const wanted =
        error.code === "EADDRINUSE" ? "to be free (--port 0 takes any that is)" : "to be open to listen on";
      reject(new Error(message(action, `port ${port} ${wanted}`, reasonOf(error))));
    });
    server.listen(port, "localhost", resolve);
  });
}
