/** What is used of the process. */
interface Host {
  readonly process: Pick<NodeJS.Process, "getBuiltinModule" | "platform">;
}

/** How OpenBLAS is installed, by the family of a Linux. */
const commands: readonly (readonly [RegExp, string])[] = [
  [/debian|ubuntu/, "apt install libopenblas0-pthread"],
  [/fedora|rhel|centos/, "dnf install openblas"],
  [/suse/, "zypper install libopenblas_pthreads0"],
  [/arch/, "pacman -S openblas"],
  [/alpine/, "apk add openblas"],
];

/** What to do on this system in order to have a BLAS. */
export function installationOf(): string {
  const { process } = globalThis as unknown as Host;
  const { platform } = process;
  if (platform === "darwin") return "brew install openblas";
  if (platform === "win32")
    return "download OpenBLAS and set LAYERWISE_BLAS to the path of its libopenblas.dll";
  const family = platform === "linux" ? familyOf(process) : "";
  const command = commands.find(([pattern]) => pattern.test(family))?.[1];
  return command ?? "install OpenBLAS, or set LAYERWISE_BLAS to the path of a BLAS";
}

/** What a Linux says it is, and what it is like. */
function familyOf(process: Host["process"]): string {
  try {
    const text = process.getBuiltinModule("node:fs").readFileSync("/etc/os-release", "utf8");
    return [...text.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].map(([, name]) => name).join(" ");
  } catch {
    return "";
  }
}
