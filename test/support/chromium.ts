import { existsSync } from "node:fs";

/** The program of Chromium, if it is there. */
export const chromium: string | undefined = [process.env.CHROMIUM, "/usr/bin/chromium"].find(
  (path) => path !== undefined && existsSync(path),
);

/** Without looking for anything in the network. */
export const chromiumFlags: readonly string[] = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
