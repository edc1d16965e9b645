import { nodeModule } from "./node-module.ts";

const machine = (): string =>
  nodeModule("name this process", "node:os").hostname().replaceAll(/\W/g, "_").slice(0, 40);
const began = (): string => Math.round(performance.timeOrigin).toString(36);

/** Names this process among all that ever work in a folder: its machine, its number there, and when it began. */
export function processName(): string {
  return `${machine()}-${process.pid}-${began()}`;
}

/** Whether the process of this name has ended for certain; that of another machine may live. */
export function hasEnded(name: string): boolean {
  const [, where, number, since] = /^(.*)-(\d+)-(\w+)$/.exec(name) ?? [];
  if (where !== machine()) return false;
  if (Number(number) === process.pid) return since !== began();
  try {
    process.kill(Number(number), 0); // asks, and sends nothing
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
