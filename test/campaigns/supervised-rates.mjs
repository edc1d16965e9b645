// Tries learning rates of greedy supervised pretraining on four tables, and says which leaves the least loss and the least test error. MNIST
// is left out where MNIST_DIR does not say where it is: node test/campaigns/supervised-rates.mjs [seeds] [hidden layers]
import { pathToFileURL } from "node:url";
import { withCampaign } from "../support/build-campaign.mjs";

await withCampaign(
  "supervised-rates",
  "test/campaigns/supervised-rates/campaign.ts",
  (file) => import(pathToFileURL(file).href),
);
