import { guides, pathOf } from "./guides.mjs";
import { linkNames } from "./link-names.mjs";
import { makeAccessible } from "./make-accessible.mjs";
import { nameGuides } from "./name-guides.mjs";

const entries = ["blas", "data", "extend", "io", "plots", "pretraining", "rbm", "show", "study"];

/** What `npm run docs` makes: the guides, and the reference of every entry, as one site that works from disk. */
export default {
  name: "layerwise documentation", // another name than the entry's, where the navigation ends
  entryPoints: ["src/index.ts", ...entries.map((entry) => `src/${entry}/index.ts`)].map(pathOf),
  out: pathOf("docs/api"),
  plugin: [nameGuides, linkNames, makeAccessible],
  readme: pathOf("docs/start.md"),
  projectDocuments: Object.values(guides).flatMap((group) => Object.values(group).map(pathOf)),
  excludeInternal: true,
  disableSources: true,
  skipErrorChecking: true,
  customCss: pathOf("docs/site/style.css"),
  highlightLanguages: ["ts", "js", "json", "sh", "html", "python", "yaml"],
  sort: ["kind", "instance-first", "alphabetical-ignoring-documents"],
  defaultCategory: "Reference",
  categoryOrder: [...Object.keys(guides), "Examples", "Reference"],
  navigation: { includeCategories: true, includeGroups: false },
  navigationLeaves: ["layerwise", ...entries.map((entry) => `layerwise/${entry}`)], // the page of an entry lists its names
  includeHierarchySummary: false,
  searchInDocuments: true,
  searchInComments: true,
  hideGenerator: true,
};
