// Kills a hundred processes that train with checkpoints, at random moments, and changes ten thousand checkpoint files, where the tests do so
// three times and a thousand: node test/campaigns/checkpoints.mjs [kills] [mutations]

import { runLonger } from "../support/run-longer.mjs";

const [kills = "100", mutations = "10000"] = process.argv.slice(2);
runLonger("test/fit/runs/checkpoints", { LAYERWISE_KILLS: kills, LAYERWISE_MUTATIONS: mutations });
