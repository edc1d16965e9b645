// The page: it starts a Worker, shows how far it is, and stops it. Beside it lies dist/browser.js of the package.

const worker = new Worker("worker.js", { type: "module" });
const progress = document.querySelector("#progress");
const said = document.querySelector("#said");
const isTrial = location.search === "?try"; // stops by itself, and says what came of it
let reports = 0;

worker.onmessage = ({ data }) => {
  if (data.epoch) {
    reports += 1;
    progress.value = data.epoch / data.epochs;
    said.value = `epoch ${data.epoch}: loss ${data.loss.toFixed(3)}`;
    if (isTrial && reports === 2) stop();
  } else {
    said.value = data.error ?? (data.aborted ? "stopped" : "done");
    const { rows } = data.parameters?.["0.weights"] ?? {};
    if (isTrial) send({ progress: reports, aborted: data.aborted, rows, error: data.error });
  }
};
worker.onerror = ({ message }) => send({ error: message });

document.querySelector("#stop").onclick = stop;
function stop() {
  worker.postMessage("stop");
}

function send(report) {
  if (isTrial) fetch("/report", { method: "POST", body: JSON.stringify(report) });
}
