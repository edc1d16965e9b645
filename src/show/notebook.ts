/** What a cell of a notebook shows, by MIME type. */
export type Bundle = Readonly<Record<string, unknown>>;

/** A place in the output of a cell, whose content can be replaced. */
export interface Cell {
  show(bundle: Bundle): Promise<void>;
}

interface DenoJupyter {
  broadcast(type: string, content: object): Promise<void>;
}

interface TslabDisplay {
  raw(type: string, content: unknown): void;
}

interface Globals {
  readonly Deno?: { readonly jupyter?: DenoJupyter };
  readonly __tslab__?: { require(name: "tslab"): { newDisplay(): TslabDisplay } };
}

/** A new place in the output of the cell that runs, in a notebook of Deno or tslab; elsewhere undefined. */
export function openCell(): Cell | undefined {
  const { Deno, __tslab__ } = globalThis as Globals;
  const jupyter = denoJupyter(Deno);
  if (jupyter) return denoCell(jupyter);
  return __tslab__ && tslabCell(__tslab__.require("tslab").newDisplay());
}

/** Outside of its notebooks Deno has no `jupyter`, or one that throws when it is asked for. */
function denoJupyter(deno: Globals["Deno"]): DenoJupyter | undefined {
  try {
    return deno?.jupyter;
  } catch {
    return undefined;
  }
}

/** Milliseconds. Another thread sends what a cell shows, and what it has not sent when the cell ends may be lost. */
const SENDING = 30;

/** Jupyter's messages: a display with an identity, which later ones replace. */
function denoCell(jupyter: DenoJupyter): Cell {
  const transient = { display_id: crypto.randomUUID() };
  let type = "display_data";
  return {
    async show(data) {
      const isNew = type === "display_data";
      const message = jupyter.broadcast(type, { data, metadata: {}, transient });
      type = "update_display_data";
      await message;
      if (isNew) await new Promise((resolve) => setTimeout(resolve, SENDING));
    },
  };
}

/** tslab shows one type at a time: the page, else the picture, else the text. */
function tslabCell(display: TslabDisplay): Cell {
  return {
    async show(bundle) {
      const type = ["text/html", "image/svg+xml", "text/plain"].find((each) => each in bundle);
      if (type) display.raw(type, bundle[type]);
    },
  };
}
