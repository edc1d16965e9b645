import { choices, defaults, limits, type Settings } from "./settings.ts";

/** Settings that an address says, and what in it says none. */
export interface ReadAddress {
  readonly settings: Settings;
  /** A sentence for each part that was passed over. */
  readonly refused: readonly string[];
}

const options: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...choices,
  right: choices.left,
};

/** The settings in the part of an address behind its `#`; a default stands where it says nothing, or nothing that could be. */
export function readAddress(hash: string): ReadAddress {
  const settings: Record<string, string | number> = { ...defaults };
  const refused: string[] = [];
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    const value = Object.hasOwn(defaults, name) ? valueIn(name as keyof Settings, text) : undefined;
    if (value !== undefined) settings[name] = value;
    else refused.push(`The address says ${name}=${text}, which this page does not know.`);
  }
  return { settings: settings as unknown as Settings, refused };
}

/** The part of an address that says these settings, all of them, so that it shows the same when the defaults have changed. */
export function addressOf(settings: Settings): string {
  const said = Object.entries(settings).filter(([name, value]) => name !== "label" || value !== "");
  return `#${new URLSearchParams(said.map(([name, value]) => [name, String(value)]))}`;
}

function valueIn(name: keyof Settings, text: string): string | number | undefined {
  if (name === "label") return text;
  if (Object.hasOwn(options, name)) return Object.hasOwn(options[name]!, text) ? text : undefined;
  const { min, max } = limits[name as keyof typeof limits];
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const fits = value >= min && value <= max && (name === "rate" || Number.isInteger(value));
  return fits ? value : undefined;
}
