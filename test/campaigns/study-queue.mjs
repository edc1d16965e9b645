// Kills a worker and Redis in the middle of twenty studies on a queue, where the tests do so once:
// node test/campaigns/study-queue.mjs [times]

import { runLonger } from "../support/run-longer.mjs";

const [times = "20"] = process.argv.slice(2);
runLonger("test/study/queue", { LAYERWISE_KILLS: times });
