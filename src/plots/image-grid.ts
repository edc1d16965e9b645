import { checkInteger, checkKeys, checkString, rangeError } from "../check.ts";
import { type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import { encodeBitmap } from "./bitmap.ts";
import { type Plot, plotOf } from "./plot.ts";

/** Options of `imageGrid`. */
export interface ImageGridOptions {
  /** Pixels of an image from top to bottom and from left to right. */
  readonly height: number;
  readonly width: number;
  /** Images in a row. Default 10. */
  readonly columns?: number | undefined;
  /** Over it. Default none. */
  readonly title?: string | undefined;
}

/** A picture of many small images. */
export interface ImageGrid {
  /** A data URL of the picture. */
  readonly url: string;
  /** Its size in pixels of the images. */
  readonly height: number;
  readonly width: number;
}

/**
 * Puts images side by side into one picture, each scaled from its own least to its largest value: filters of an RBM (the
 * columns of its weights, transposed) or samples of a DBN.
 *
 * @param images - One row per image, pixel by pixel.
 * @param options - The size of an image, and how many stand in a row.
 * @returns Vega-Lite.
 * @throws RangeError if the rows do not have height·width pixels.
 * @example
 * imageGrid([[0, 1, 1, 0]], { height: 2, width: 2 });
 */
export function imageGrid(images: MatrixLike, options: ImageGridOptions): Plot {
  const { url, height, width } = tileImages(images, options);
  const scale = Math.max(1, Math.round(480 / width));
  return plotOf({
    width: scale * width,
    height: scale * height,
    ...(options.title && { title: options.title }),
    data: { values: [{ url }] },
    mark: {
      type: "image",
      width: scale * width,
      height: scale * height,
      align: "left",
      baseline: "top",
      aria: false,
    },
    encoding: { url: { field: "url", type: "nominal" }, x: { value: 0 }, y: { value: 0 } },
  });
}

/**
 * The same as a picture without a plot around it, for an `<img>` of a page.
 *
 * @param images - One row per image, pixel by pixel.
 * @param options - The size of an image, and how many stand in a row.
 * @returns The picture, with a gray line of one pixel between the images.
 * @throws RangeError if the rows do not have height·width pixels.
 * @example
 * tileImages([[0, 1, 1, 0]], { height: 2, width: 2 }).height; // 2
 */
export function tileImages(images: MatrixLike, options: ImageGridOptions): ImageGrid {
  const action = "draw images";
  checkKeys(action, options, ["height", "width", "columns", "title"]);
  const { height, width, columns = 10, title = "" } = options;
  checkString(action, "title", title);
  checkInteger(action, "height", height, { min: 1 });
  checkInteger(action, "width", width, { min: 1 });
  checkInteger(action, "columns", columns, { min: 1 });
  const matrix = toMatrix(action, "images", images);
  if (matrix.columns !== height * width) {
    throw rangeError(action, `${height}·${width} = ${height * width} pixels in a row`, `${matrix.columns}`);
  }
  const across = Math.min(columns, matrix.rows);
  const down = Math.ceil(matrix.rows / across);
  const size = { height: down * (height + 1) - 1, width: across * (width + 1) - 1 };
  const pixels = new Uint8Array(size.height * size.width).fill(128); // a gray line between images
  for (let image = 0; image < matrix.rows; image++) {
    const values = rowOf(matrix, image);
    const [low, high] = rangeOf(values);
    const top = Math.floor(image / across) * (height + 1);
    const left = (image % across) * (width + 1);
    for (let pixel = 0; pixel < values.length; pixel++) {
      const at = (top + Math.floor(pixel / width)) * size.width + left + (pixel % width);
      pixels[at] = Math.round((255 * (values[pixel]! - low)) / (high - low || 1));
    }
  }
  return { url: encodeBitmap(pixels, size), ...size };
}

function rangeOf(values: ArrayLike<number>): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < values.length; index++) {
    low = Math.min(low, values[index]!);
    high = Math.max(high, values[index]!);
  }
  return [low, high];
}
