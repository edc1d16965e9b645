import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A page on a phone and on a desk, light and dark. */
export const appearances = ["light", "dark"].flatMap((colorScheme) =>
  [390, 1280].map((width) => ({ colorScheme, viewport: { width, height: 900 } })),
);

/** What axe finds wrong with a page as it stands, and whether its words go beyond the screen: a sentence each. */
export async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = (await globalThis.axe.run()).violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
    );
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [...found, `${scrollWidth} pixels on ${clientWidth}`] : found;
  });
}
