import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const webkitFolder = "/usr/lib/x86_64-linux-gnu";

/** Without a window, in a new profile, and without looking for anything in the network. */
export const chromiumFlags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** The browsers: where each is, undefined if nowhere, and the command line that opens a page with an empty profile. */
export const browsers = [
  {
    name: "Chromium",
    sharesMemory: true,
    path: firstOf(process.env.CHROMIUM, "/usr/bin/chromium"),
    command: (path, profile, address) => [path, ...chromiumFlags, `--user-data-dir=${profile}`, address],
  },
  {
    name: "Firefox",
    sharesMemory: true,
    path: firstOf(process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"),
    command: (path, profile, address) => [path, "--headless", "--no-remote", "--profile", profile, address],
  },
  {
    // It has no mode without a window: a display is made for it.
    name: "WebKitGTK",
    sharesMemory: false, // it has no SharedArrayBuffer, whatever the headers say
    missing: "needs MiniBrowser and xvfb-run",
    path: existsSync("/usr/bin/xvfb-run") ? firstOf(process.env.WEBKIT, ...miniBrowsers()) : undefined,
    command: (path, _profile, address) => ["xvfb-run", "-a", path, address],
  },
];

/** Opens an address in a browser for as long as `answer` takes, which it returns. */
export async function openIn({ path, command }, address, answer) {
  const profile = await mkdtemp(join(tmpdir(), "layerwise-browser-"));
  const [program, ...words] = command(path, profile, address);
  // In a process group of its own, with which all its processes can be ended.
  const browser = spawn(program, words, {
    stdio: "ignore",
    detached: true,
    env: { ...process.env, HOME: profile },
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
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function firstOf(...paths) {
  return paths.find((path) => path && existsSync(path));
}

function miniBrowsers() {
  if (!existsSync(webkitFolder)) return [];
  const folders = readdirSync(webkitFolder).filter((name) => name.startsWith("webkit2gtk-"));
  return folders.map((name) => join(webkitFolder, name, "MiniBrowser"));
}

function afterMinutes(minutes) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no report within ${minutes} minutes`)), minutes * 60_000).unref();
  });
}
