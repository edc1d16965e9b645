// Kills four studies in one folder twenty times at random moments, where the tests do so twice:
// node test/campaigns/study-folder.mjs [times]

import { runLonger } from "../support/run-longer.mjs";

const [times = "20"] = process.argv.slice(2);
runLonger("test/study/folder", { LAYERWISE_KILLS: times }, 1_200_000);
