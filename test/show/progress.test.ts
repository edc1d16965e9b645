import { afterEach, describe, expect, it, vi } from "vitest";
import { DBN, Network } from "../../src/index.ts";
import { progress } from "../../src/show/index.ts";
import { bar } from "../../src/show/progress-line.ts";
import { logView, terminalView } from "../../src/show/progress-view.ts";

const engine = "reference";
const inputs = Array.from({ length: 40 }, (_, row) => [row % 2, (row >> 1) % 2, (row >> 2) % 2]);
const labels = inputs.map(([first]) => first!);
const build = () => Network.fromSizes([3, 4, 2], { seed: 1, engine });

afterEach(() => vi.unstubAllGlobals());

describe("progress", () => {
  it("tells the share and the figures after each epoch, and nothing of time when the run is over", async () => {
    const seen: [number, string][] = [];
    const onEpoch = progress((share, text) => void seen.push([share, text]));
    const { epochs } = await build().fit(inputs, labels, { epochs: 4, onEpoch });
    expect(seen.map(([share]) => share)).toEqual([0.25, 0.5, 0.75, 1]);
    for (const [index, [, text]] of seen.entries()) {
      expect(text.startsWith(`epoch ${index + 1} of 4, `)).toBe(true);
      expect(text).toContain(`, loss ${epochs[index]!.loss.toPrecision(4)}, accuracy `);
      expect(text.includes(" left, ")).toBe(index < 3);
    }
  });

  it("tells what is left if the rest is as fast as what is done", () => {
    let now = 1000;
    vi.stubGlobal("performance", { now: () => now });
    const texts: string[] = [];
    const tell = progress((_, text) => void texts.push(text));
    const epoch = (number: number) =>
      tell({ epoch: number, loss: 1, seconds: 2 }, { epochs: 10, isLast: false });
    now = 2000;
    epoch(1); // two seconds for a tenth: 18 for the rest
    now = 6000;
    epoch(2); // six for two tenths: 24 for the rest
    expect(texts.map((text) => text.split(", ")[1])).toEqual(["0:18 left", "0:24 left"]);
  });

  it("starts from where a run goes on", () => {
    vi.stubGlobal("performance", { now: () => 5000 });
    const texts: string[] = [];
    progress((_, text) => void texts.push(text))(
      { epoch: 8, loss: 1, seconds: 3 },
      { epochs: 10, isLast: false },
    );
    expect(texts[0]).toContain("0:06 left");
  });

  it("ends where early stopping ends the run", async () => {
    const shown: boolean[] = [];
    await build().fit(inputs, labels, {
      ...{ epochs: 50, earlyStopping: { monitor: "loss", patience: 1, minimumChange: 10 } },
      onEpoch: (_, { isLast, epochs }) => void shown.push(isLast && epochs === 50),
    });
    expect(shown).toEqual([false, true]);
  });

  it("counts a stack's layers one by one", async () => {
    const texts: string[] = [];
    const shares: number[] = [];
    const onEpoch = progress((share, text) => {
      texts.push(text);
      shares.push(share);
    });
    await new DBN({ sizes: [3, 3, 2], seed: 1, engine }).pretrain(inputs, { epochs: 2, onEpoch });
    expect(shares).toEqual([0.5, 1, 0.5, 1]);
    expect(texts[2]).toMatch(/^layer 1, epoch 1 of 2, 0:00 left, reconstruction error 0\.\d+$/);
  });

  it("shows batches too, but not more often than can be seen", async () => {
    let now = 0;
    vi.stubGlobal("performance", { now: () => now });
    const shares: number[] = [];
    const show = progress((share) => void shares.push(share));
    for (let batch = 1; batch <= 20; batch++) {
      now += 30;
      show({ epoch: 1, batch, batches: 20, loss: 1 }, { epochs: 2, isLast: false });
    }
    expect(shares).toEqual([0.025, 0.125, 0.225, 0.325, 0.425]);
  });

  it("waits for the end of the epoch where a stream does not say how many batches come", () => {
    const shares: number[] = [];
    const show = progress((share) => void shares.push(share));
    const place = { epochs: 2, isLast: false };
    for (let batch = 1; batch <= 5; batch++) show({ epoch: 1, batch, batches: batch, loss: 1 }, place);
    show({ epoch: 1, loss: 1, seconds: 1 }, place);
    expect(shares).toEqual([0.5]);
  });

  it("takes a terminal that does not know its width for one of 80 columns", () => {
    let written = "";
    const view = terminalView({ isTTY: true, columns: 0, write: (text) => (written += text) });
    view({ share: 0.5, text: "x".repeat(100), isLast: false });
    expect(written).toBe(`${bar(0.5)} ${"x".repeat(58)}\n`);
  });

  it("refuses a record without the place of its run", () => {
    const show = progress(() => {}) as (record: unknown) => unknown;
    expect(() => show({ epoch: 1, loss: 1, seconds: 1 })).toThrow(
      "Cannot show progress: expected a record and the run's place, as fit gives them, got undefined",
    );
  });

  it("sets a <progress> element of a page", () => {
    const attributes: Record<string, string> = {};
    const element = {
      ...{ value: 0, max: 100, textContent: "" },
      setAttribute: (name: string, value: string) => void Object.assign(attributes, { [name]: value }),
    };
    progress(element)({ epoch: 1, loss: 0.5, seconds: 1 }, { epochs: 4, isLast: false });
    expect([element.value, element.max]).toEqual([0.25, 1]);
    expect(attributes["aria-valuetext"]).toBe(element.textContent);
    expect(element.textContent).toContain("epoch 1 of 4, 0:03 left, loss 0.5000");
  });

  it("is one line of a terminal, no longer than it is wide, and ends it", () => {
    let written = "";
    const view = terminalView({ isTTY: true, columns: 30, write: (text) => (written += text) });
    view({ share: 0.5, text: "half of it, and a long explanation", isLast: false });
    view({ share: 1, text: "all", isLast: true });
    expect(written).toBe(`${bar(0.5)} half of \n\u001b[A\r\u001b[K${bar(1)} all\n`);
    expect(bar(0.5)).toBe(`${"█".repeat(10)}${" ".repeat(10)}`);
    expect(bar(0.025)).toBe(`▌${" ".repeat(19)}`);
  });

  it("ends its line each time, and leaves what somebody else has written in between", () => {
    let written = "";
    const stream = {
      ...{ isTTY: true, columns: 80 },
      get bytesWritten() {
        return written.length;
      },
      write: (text: string) => (written += text),
    };
    const view = terminalView(stream);
    view({ share: 0, text: "one", isLast: false });
    written += "stopped\n";
    view({ share: 0, text: "two", isLast: false });
    view({ share: 0, text: "three", isLast: false });
    expect(written).toBe(`${bar(0)} one\nstopped\n${bar(0)} two\n\u001b[A\r\u001b[K${bar(0)} three\n`);
  });

  it("is a line for every tenth in a log, and one for the end", () => {
    const lines: string[] = [];
    const view = logView((line) => lines.push(line));
    for (let epoch = 1; epoch <= 40; epoch++)
      view({ share: epoch / 40, text: `epoch ${epoch}`, isLast: epoch === 40 });
    expect(lines).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 36, 40].map((epoch) => `epoch ${epoch}`));
    const short: string[] = [];
    const stopped = logView((line) => short.push(line));
    for (let epoch = 1; epoch <= 3; epoch++)
      stopped({ share: epoch / 100, text: `${epoch}`, isLast: epoch === 3 });
    expect(short).toEqual(["3"]);
  });

  it("replaces its place in the output of a notebook's cell, and waits until it is shown", async () => {
    const messages: [string, { data: Record<string, string>; transient: { display_id: string } }][] = [];
    const broadcast = async (...message: (typeof messages)[number]) => {
      await Promise.resolve();
      messages.push(message);
    };
    vi.stubGlobal("Deno", { jupyter: { broadcast } });
    await build().fit(inputs, labels, { epochs: 3, onEpoch: progress() });
    expect(messages.map(([type]) => type)).toEqual([
      "display_data",
      "update_display_data",
      "update_display_data",
    ]);
    expect(new Set(messages.map(([, { transient }]) => transient.display_id)).size).toBe(1);
    expect(messages[1]![1].data["text/html"]).toMatch(
      /^<progress max="1" value="0\.667" aria-label="training">/,
    );
    expect(messages[1]![1].data["text/plain"]).toContain("epoch 2 of 3");
  });

  it("goes to a display of tslab's", async () => {
    const shown: [string, unknown][] = [];
    const display = { raw: (type: string, content: unknown) => void shown.push([type, content]) };
    vi.stubGlobal("__tslab__", { require: () => ({ newDisplay: () => display }) });
    await build().fit(inputs, labels, { epochs: 2, onEpoch: progress() });
    expect(shown.map(([type]) => type)).toEqual(["text/html", "text/html"]);
    expect(shown[1]![1]).toContain("epoch 2 of 2");
  });

  it.each([[7], ["bar"], [null], [{}]])("refuses to show on %j", (on) => {
    expect(() => progress(on as never)).toThrow(
      /^Cannot show progress: expected a <progress> element or a function, got /,
    );
  });
});
