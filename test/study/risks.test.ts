import { beforeAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../src/index.ts";
import { judgeFamily } from "../../src/study/statistics/family.ts";
import { estimateOf, intervalOf } from "../../src/study/statistics/interval.ts";
import { spreadRatio } from "../../src/study/statistics/spread-ratio.ts";
import { familyError, missesOf, settled, studyAtBorder } from "../support/risks.ts";
import { type Noise, noises, sharing, splitsOf } from "../support/simulated-values.ts";

/** `node test/campaigns/statistics.mjs` asks for more, and for the tables. */
const samples = Number(process.env.LAYERWISE_SAMPLES ?? 2000);
const studies = samples / 10;
const isCampaign = process.env.LAYERWISE_SAMPLES !== undefined;
const told = (line: string): void => {
  if (isCampaign) process.stdout.write(`${line}\n`);
};
/** A share in percent with its standard error. */
const percent = (share: number, of: number): string =>
  `${(100 * share).toFixed(2)} ± ${(100 * Math.sqrt((share * (1 - share)) / of)).toFixed(2)} %`;

const digits = { train: 1079, test: 359 };
const images = { train: 50_000, test: 5000 };
const overlapOf = ({ train, test }: typeof digits): number => test / train;

const independent = Object.entries(noises).map(([name, noise]) => ({
  name,
  noise,
  overlap: overlapOf(images),
}));
const overlapping = [images, digits].flatMap((sampling) =>
  ["normal", "exponential", "lognormal"].map((name) => ({
    name: `${name}, splits that share ${overlapOf(sampling).toFixed(2)}`,
    noise: sharing(noises[name]!, overlapOf(sampling)),
    overlap: overlapOf(sampling),
  })),
);
const finite = [
  { name: "splits 300 : 100 of one data set", sampling: { train: 300, test: 100 } },
  { name: "splits 500 : 50 of one data set", sampling: { train: 500, test: 50 } },
].map(({ name, sampling }) => ({ name, noise: splitsOf(sampling), overlap: overlapOf(sampling) }));
const bare = ["normal", "exponential", "lognormal"].map((name) => ({
  ...{ name: `${name}, not widened`, noise: noises[name]!, overlap: 0 },
}));

describe("intervalOf", () => {
  beforeAll(() =>
    told(
      "\n| noise | seeds | covered | interval above the truth | below it | withheld |\n|---|---|---|---|---|---|",
    ),
  );
  const cases = [...independent, ...overlapping, ...finite, ...bare].flatMap((each) =>
    [5, 10].map((seeds) => ({ ...each, seeds })),
  );
  // Noise as skewed as exp(normal) whose splits have much in common is beyond what is promised: 91 of 100 there.
  const promised = (name: string): number => (name === "lognormal, splits that share 0.33" ? 0.9 : 0.94);
  it.each(cases)(
    "covers the truth in 94 of 100, but for the worst of all at once: $name, $seeds seeds",
    (each) => {
      const misses = missesOf(each.noise, { ...each, share: 0.025, samples });
      told(
        `| ${each.name} | ${each.seeds} | ${percent(1 - misses.above - misses.below, samples)} | ` +
          `${percent(misses.above, samples)} | ${percent(misses.below, samples)} | ${percent(misses.withheld, samples)} |`,
      );
      expect(1 - misses.above - misses.below).toBeGreaterThanOrEqual(promised(each.name));
    },
  );
});

describe("judgeFamily", () => {
  beforeAll(() =>
    told(
      "\n| claims | seeds | noise | at the border | studies with a false verdict |\n|---|---|---|---|---|",
    ),
  );
  const kinds: readonly (readonly [string, Noise])[] = [
    ...["normal", "exponential", "lognormal", "errors of 36"].map((name) => [name, noises[name]!] as const),
    ["exponential, overlapping", sharing(noises.exponential!, overlapOf(images))],
  ];
  const cases = kinds.flatMap(([name, noise]) =>
    (isCampaign ? [12, 15, 25] : [12, 25]).flatMap((claims) =>
      [5, 10].flatMap((seeds) =>
        (["all effects", "one effect"] as const).map((atBorder) => ({
          ...{ name, noise, claims, seeds, atBorder, sampling: images },
        })),
      ),
    ),
  );
  it.each(cases)(
    "is wrong anywhere in at most 5 of 100 studies: $claims claims with $atBorder at the border, $seeds seeds, $name noise",
    (each) => {
      const error = familyError(each, studies);
      told(
        `| ${each.claims} | ${each.seeds} | ${each.name} | ${each.atBorder} | ${percent(error, studies)} |`,
      );
      expect(error).toBeLessThanOrEqual(0.05);
    },
  );

  it("would be wrong in a quarter of these studies if each claim were judged by itself", () => {
    const random = new RandomStream(1, "alone");
    const border = {
      ...{ claims: 15, seeds: 5, noise: noises.lognormal!, atBorder: "one effect" as const },
      sampling: { train: 1e6, test: 1 },
    };
    const wrong = Array.from({ length: 200 }, () => {
      const claims = studyAtBorder(random, border).flatMap((draft) => judgeFamily([draft], border.sampling));
      return claims.some(({ verdict }) => verdict !== "not settled");
    });
    expect(wrong.filter(Boolean).length / wrong.length).toBeGreaterThan(0.2);
  });

  it("settles what is large: so many standard deviations in four of five studies", () => {
    told("\n| test / train | seeds | first of 15 claims | of 5 | alone |\n|---|---|---|---|---|");
    for (const sampling of isCampaign ? [images, digits] : []) {
      for (const seeds of [5, 6, 8, 10, 15, 20, 30]) {
        const at = (claims: number): number =>
          settled({ seeds, overlap: overlapOf(sampling), share: 0.025 / claims }, samples);
        told(
          `| ${overlapOf(sampling).toFixed(2)} | ${seeds} | ${at(15).toFixed(1)} | ${at(5).toFixed(1)} | ${at(1).toFixed(1)} |`,
        );
      }
    }
    const atFive = settled({ seeds: 5, overlap: overlapOf(digits), share: 0.025 / 15 }, samples);
    expect(atFive).toBeLessThan(25); // 85 points ± 1, or a survival of ln −1.95 ± 0.01, is far beyond it
  });
});

describe("spreadRatio", () => {
  beforeAll(() =>
    told(
      "\n| noise of both | correlation | seeds | interval above the ratio | below it |\n|---|---|---|---|---|",
    ),
  );
  const shapes = ["normal", "exponential", "lognormal", "Student's t with 3 degrees"];
  const cases = [...shapes.map((name) => [name, name] as const), ["normal", "lognormal"] as const].flatMap(
    ([one, other]) => [5, 10].flatMap((seeds) => [0, 0.8].map((pairing) => ({ one, other, seeds, pairing }))),
  );
  it.each(cases)(
    "misses a ratio of two in at most 5 of 100: $one to $other noise, $seeds seeds, paired by $pairing",
    ({ one, other, seeds, pairing }) => {
      const random = new RandomStream(seeds, "spread");
      let [above, below] = [0, 0];
      for (let sample = 0; sample < samples; sample++) {
        // A share of the seeds' noise is common to both arms, in the first twice as large.
        const common = noises[one]!.draw(random, seeds);
        const own = noises[other]!.draw(random, seeds);
        const alone = noises[one]!.draw(random, seeds);
        const mixed = common.map((value, seed) => pairing * value + Math.sqrt(1 - pairing ** 2) * own[seed]!);
        const first = (pairing > 0 ? common : alone).map((value) => 2 * value);
        const { values } = spreadRatio("", [first, mixed], { threshold: 0, direction: "above" });
        const { low, high } = intervalOf(estimateOf(values), { below: 0.025, above: 0.025 });
        if (low !== null && low > Math.log(2)) above += 1;
        if (high !== null && high < Math.log(2)) below += 1;
      }
      told(
        `| ${one} : ${other} | ${pairing} | ${seeds} | ${percent(above / samples, samples)} | ${percent(below / samples, samples)} |`,
      );
      expect((above + below) / samples).toBeLessThanOrEqual(0.05);
    },
  );
});
