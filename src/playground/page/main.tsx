import { render } from "preact";
import { App } from "./app.tsx";
import { createClient } from "./client.ts";

const program = document.getElementById("worker")!.textContent!;
const worker = new Worker(URL.createObjectURL(new Blob([program], { type: "text/javascript" })));
const client = createClient(worker, window);

window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file) void client.read(file);
});

render(<App client={client} />, document.getElementById("page")!);
