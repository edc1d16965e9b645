/** A plot as plain Vega-Lite JSON, with its data inside. */
export interface Plot {
  readonly $schema: "https://vega.github.io/schema/vega-lite/v6.json";
  readonly [property: string]: unknown;
}
