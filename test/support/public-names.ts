import * as core from "layerwise";
import * as blas from "layerwise/blas";
import * as data from "layerwise/data";
import * as extendEntry from "layerwise/extend";
import * as io from "layerwise/io";
import * as plots from "layerwise/plots";
import * as pretraining from "layerwise/pretraining";
import * as rbmEntry from "layerwise/rbm";
import * as showEntry from "layerwise/show";
import * as study from "layerwise/study";

/** What all entries of the package export, by name. */
export const publicNames: Readonly<Record<string, unknown>> = {
  ...core,
  ...blas,
  ...data,
  ...io,
  ...plots,
  ...pretraining,
  ...extendEntry,
  ...rbmEntry,
  ...showEntry,
  ...study,
};
