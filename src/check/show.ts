/** Characters of a string, and letters of the keys of an object, that are shown. */
const LONGEST = 200;
/** Items of a list that are shown, and how deep lists in lists are. */
const MOST_ITEMS = 6;
const DEEPEST = 3;

/** Shows a value in an error message, shortened where it is long. It throws for none, whatever a getter or a proxy does. */
export function show(value: unknown): string {
  return showAt(value, 0);
}

function showAt(value: unknown, depth: number): string {
  try {
    if (typeof value === "string") return showText(value);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "function") return `function ${String(value.name) || "(anonymous)"}`;
    if (typeof value !== "object" || value === null) return String(value);
    if (Array.isArray(value) || ArrayBuffer.isView(value))
      return showList(value as ArrayLike<unknown>, depth);
    const name = String(value.constructor?.name || "object");
    if (name === "Promise") return "a promise; await it";
    if (value instanceof Error) return `${name} ${showText(value.message)}`;
    return name === "Object"
      ? `{ ${Object.keys(value).slice(0, MOST_ITEMS).join(", ").slice(0, LONGEST)} }`
      : name;
  } catch {
    return "a value that cannot be read";
  }
}

function showText(text: string): string {
  const shown = JSON.stringify(text.slice(0, LONGEST));
  return text.length > LONGEST ? `${shown} … ${text.length} characters` : shown;
}

function showList(list: ArrayLike<unknown>, depth: number): string {
  const { length = 0 } = list; // a DataView has none
  if (depth === DEEPEST && length > 0) return "[…]";
  const items = Array.from({ length: Math.min(length, MOST_ITEMS) }, (_, index) =>
    showAt(list[index], depth + 1),
  );
  return `[${items.join(", ")}${length > MOST_ITEMS ? `, … ${length} items` : ""}]`;
}
