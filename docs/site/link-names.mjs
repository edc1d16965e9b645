import { PageEvent, ReflectionKind } from "typedoc";

const linked =
  ReflectionKind.Class | ReflectionKind.Function | ReflectionKind.Variable | ReflectionKind.SomeType;

/**
 * Makes the names of exports in the guides links to their reference. A name that is also a method's mostly means the method
 * there, so it leads somewhere on the start page alone.
 */
export function linkNames(app) {
  app.renderer.on(PageEvent.END, (page) => {
    if (page.pageKind !== "document" && page.pageKind !== "index") return;
    const { project } = page;
    const exported = project
      .getReflectionsByKind(linked)
      .filter(({ parent }) => parent?.kind === ReflectionKind.Module);
    const targets = new Map(exported.map((reflection) => [reflection.name, reflection]));
    if (page.pageKind === "document") {
      for (const { name } of project.getReflectionsByKind(ReflectionKind.Method)) targets.delete(name);
    }
    page.contents = page.contents.replaceAll(
      /<a\b[^>]*>.*?<\/a>|<pre>.*?<\/pre>|<code>(?:new )?(\w+)(?:\.(\w+))?(?:\(.*?)?<\/code>/gs,
      (text, name, member) => {
        const target = targets.get(name);
        if (target === undefined) return text;
        const place = target.children?.find((child) => child.name === member) ?? target;
        return `<a href="${app.renderer.router.relativeUrl(page.model, place)}">${text}</a>`;
      },
    );
  });
}
