const post = (path: string, body: string): Promise<unknown> => fetch(path, { method: "POST", body });

/** Sends what a page found out, or what went wrong, to the server that the page came from. */
export function send(report: Promise<unknown>): void {
  report.then(
    (result) => post("/report", JSON.stringify(result)),
    (error: unknown) =>
      post("/error", error instanceof Error ? (error.stack ?? String(error)) : String(error)),
  );
}
