import { PageEvent } from "typedoc";

/** Mends each page of the site for those who hear it or use the keyboard alone. */
export function makeAccessible(app) {
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = accessible(page.contents);
  });
}

/**
 * A page with one title, landmarks, headings in order, tables that the keyboard scrolls, summaries without links, and percent signs that stay
 * with their numbers.
 */
export function accessible(html) {
  return withHeadings(html)
    .replace(
      /<div class="tsd-page-title">\s*<h1>[^<]*<\/h1><\/div>\s*(?=<div class="tsd-panel tsd-typography"><h1)/,
      "",
    )
    .replace('<div class="col-content">', '<main class="col-content">')
    .replace(/<\/div>(?=\s*<div class="col-sidebar">)/, "</main>")
    .replace('<div class="page-menu">', '<div class="page-menu" role="complementary" aria-label="This page">')
    .replaceAll(
      /<table\b.*?<\/table>/gs,
      (table) => `<div class="wide" role="group" tabindex="0" aria-label="Table">${table}</div>`,
    )
    .replaceAll("<th></th>", "<td></td>")
    .replaceAll(/<summary.*?<\/summary>/gs, (summary) =>
      summary.replaceAll(/<a [^>]*class="tsd-anchor-icon".*?<\/a>/gs, ""),
    )
    .replaceAll(/<pre>.*?<\/pre>|(?<=\d) %/gs, (found) => (found === " %" ? "\u00a0%" : found));
}

/** Says of each heading how deep it is below those that it stands under; the theme goes by their size, from 1 to 4. */
function withHeadings(html) {
  const above = [];
  return html.replaceAll(/<h([1-6])(?=[ >])/g, (tag, digit) => {
    const size = Number(digit);
    while (above.length > 0 && above.at(-1) >= size) above.pop();
    above.push(size);
    return above.length === size ? tag : `${tag} aria-level="${above.length}"`;
  });
}
