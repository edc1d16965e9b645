import { readFileSync } from "node:fs";
import { Converter, DocumentReflection, ReflectionKind } from "typedoc";
import { examples, guides, pathOf } from "./guides.mjs";

/** Gives each guide its title and its place in the navigation, each entry the name that imports it; examples become pages. */
export function nameGuides(app) {
  const places = Object.entries(guides).flatMap(([category, pages]) =>
    Object.entries(pages).map(([title, file]) => [pathOf(file), { category, title }]),
  );
  const placeOf = new Map(places);

  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const { category, title } = placeOf.get(document.project.files.getReflectionPath(document));
    document.name = title;
    document.frontmatter.category = category;
  });

  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const entry of project.getReflectionsByKind(ReflectionKind.Module)) {
      entry.name = entry.name === "index" ? "layerwise" : `layerwise/${entry.name}`;
    }
    for (const [title, file] of Object.entries(examples)) {
      const text = `# ${title}\n\n\`\`\`ts\n${readFileSync(pathOf(file), "utf8")}\`\`\`\n`;
      const page = new DocumentReflection(title, project, [{ kind: "text", text }], { category: "Examples" });
      project.addChild(page);
      project.registerReflection(page, undefined, pathOf(file));
    }
  });
}
