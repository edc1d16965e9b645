// Makes nets ill in every way, over data, depth and width at random, and says how often `diagnose` finds it, how near its winner comes to
// the best of all remedies, and how often it finds something wrong with healthy nets. Ended early by SIGTERM it says what it has seen:
// node test/campaigns/diagnose.mjs [nets of each kind] [first seed] [nets whose winner is compared] [kinds …]
import { pathToFileURL } from "node:url";
import { withCampaign } from "../support/build-campaign.mjs";

await withCampaign(
  "diagnose",
  "test/campaigns/diagnose/campaign.ts",
  (file) => import(pathToFileURL(file).href),
);
