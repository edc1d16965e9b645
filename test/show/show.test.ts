import { afterEach, describe, expect, it, vi } from "vitest";
import { GradientProbe, Network } from "../../src/index.ts";
import { gradientByLayer } from "../../src/plots/index.ts";
import { renderSvg, show } from "../../src/show/index.ts";

const engine = "reference";
const inputs = Array.from({ length: 20 }, (_, row) => [row % 2, (row >> 1) % 2]);
const labels = inputs.map(([first]) => first!);
const network = Network.fromSizes([2, 3, 3, 2], { seed: 1, engine });
const report = new GradientProbe().measure(network, inputs, labels);
const plot = gradientByLayer({ start: report });

type Bundle = Readonly<Record<string, string>>;

/** Shows a value in a notebook of Deno and returns what stands in the cell's output, one bundle per place. */
async function shownInDeno(value: object): Promise<Bundle[]> {
  const places = new Map<string, Bundle>();
  const broadcast = async (_: string, content: { data: Bundle; transient: { display_id: string } }) =>
    void places.set(content.transient.display_id, content.data);
  vi.stubGlobal("Deno", { jupyter: { broadcast } });
  await show(value);
  return [...places.values()];
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("show", () => {
  it("prints what prints as a table, and names a plot, where nothing draws", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    await show(report);
    await show(plot);
    expect(log.mock.calls).toEqual([[String(report)], ['Plot "Error signal by layer"']]);
  });

  it("prints in Deno outside of its notebooks, where asking for them throws", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const deno = Object.defineProperty({}, "jupyter", {
      get() {
        throw new Error("only in notebooks");
      },
    });
    vi.stubGlobal("Deno", deno);
    await show(network);
    expect(log.mock.calls).toEqual([[String(network)]]);
  });

  it("shows a report as a table of five columns with the rest behind a fold, and its plot", async () => {
    const [table, picture, ...rest] = await shownInDeno(report);
    expect(rest).toEqual([]);
    const [first, folded] = table!["text/html"]!.split("<details><summary>all columns</summary>");
    const headings = (html: string) => [...html.matchAll(/<th>([^<]*)<\/th>/g)].map(([, heading]) => heading);
    expect(headings(first!)).toEqual(["layer", "rms δ", "slope ×", "weights ×", "= layer ×"]);
    expect(headings(folded!).length).toBeGreaterThan(10);
    expect(table!["text/plain"]).toBe(String(report));
    expect(picture!["application/vnd.vegalite.v5+json"]).toMatchObject({ title: "Error signal by layer" });
  });

  it("shows a history with its learning curve", async () => {
    const history = await network.fit(inputs, labels, {
      epochs: 3,
      validation: { inputs, targets: labels },
    });
    const [table, picture] = await shownInDeno(history);
    expect(table!["text/html"]).toContain("<th>loss</th>");
    const { data } = picture!["application/vnd.vegalite.v5+json"] as unknown as {
      data: { values: { run: string; at: number; value: number }[] };
    };
    const values = data.values.filter(({ run }) => run === "validation");
    expect(values.map(({ at }) => at)).toEqual([1, 2, 3]);
    expect(values.map(({ value }) => value)).toEqual(history.epochs.map((epoch) => epoch.validationLoss));
  });

  it("shows a model and a plot as themselves", async () => {
    expect((await shownInDeno(network)).map((bundle) => bundle["text/plain"])).toEqual([String(network)]);
    expect((await shownInDeno(plot)).map((bundle) => bundle["text/plain"])).toEqual([
      'Plot "Error signal by layer"',
    ]);
  });

  it("gives tslab the one type that says most", async () => {
    const shown: string[] = [];
    vi.stubGlobal("__tslab__", {
      require: () => ({ newDisplay: () => ({ raw: (type: string) => void shown.push(type) }) }),
    });
    await show(network);
    expect(shown).toEqual(["text/html"]);
  });

  it.each([["text"], [undefined], [null], [3]])("refuses %j", async (value) => {
    await expect(show(value as never)).rejects.toThrow(/^Cannot show: expected what the library makes, got /);
  });
});

describe("show of what has no text", () => {
  it("is refused", async () => {
    const strange = new Proxy({}, { get: () => 5 });
    await expect(show({ a: 1 })).rejects.toThrow(/^Cannot show: expected what the library makes, got \{/);
    await expect(show(strange)).rejects.toThrow(/^Cannot show: expected what the library makes, got /);
  });
});

describe("renderSvg", () => {
  it("draws a plot, in the color of the text around it", async () => {
    const svg = await renderSvg(plot);
    expect(svg).toMatch(/^<svg [^>]*width="\d+"/);
    expect(svg).toContain("currentColor");
    expect(svg.match(/<g class="[^"]*role-mark[^"]*"/g)!.length).toBeGreaterThan(0);
  });

  it("makes one picture for those who hear it, with the title as its name", async () => {
    const svg = await renderSvg({ ...plot, title: 'a "<b>"' });
    expect(svg).toMatch(/^<svg role="img" aria-label="Plot &quot;a &quot;&lt;b&gt;&quot;&quot;" /);
    expect(svg.match(/ (?:role|aria-\w+)="/g)).toHaveLength(2);
  });

  it("refuses what is no plot", async () => {
    await expect(renderSvg(3 as never)).rejects.toThrow(/^Cannot draw a plot: /);
    await expect(renderSvg({} as never)).rejects.toThrow(/^Cannot draw a plot: /);
  });
});
