import type { BrowserContextOptions, Page } from "playwright-core";

/** A page on a phone and on a desk, light and dark. */
export const appearances: readonly Required<Pick<BrowserContextOptions, "colorScheme" | "viewport">>[];

/** What axe finds wrong with a page as it stands, and whether its words go beyond the screen: a sentence each. */
export function violations(page: Page): Promise<string[]>;
