import type { CommandIO } from "../commands/command.ts";
import { warnTo } from "../output.ts";
import { programText } from "./about-program.ts";
import { announcedStudies } from "./announced-studies.ts";
import { connectQueue } from "./connect.ts";
import type { RedisAddress } from "./redis-address.ts";

/** Says of each study on a queue how far it is and how many workers there are. */
export async function showQueueStatus(address: RedisAddress, json: boolean, io: CommandIO): Promise<number> {
  const connection = await connectQueue("look at the queue", address, warnTo(io.errors));
  try {
    const studies = [];
    for (const { fingerprint, name, program } of await announcedStudies(connection.redis)) {
      const queue = connection.queueOf(fingerprint);
      const { active = 0, completed = 0, failed = 0 } = await queue.getJobCounts();
      const wait = await queue.count(); // also those that wait for another try
      const workers = await queue.getWorkersCount();
      studies.push({ fingerprint, name, program, workers, wait, active, completed, failed });
    }
    if (json) io.output.line(JSON.stringify(studies));
    else if (studies.length === 0) io.output.line(`No study is at ${address.shown}`);
    else {
      for (const { fingerprint, name, program, workers, wait, active, completed, failed } of studies) {
        io.output.line(
          `${name} (${fingerprint}), ${programText(program)}: ${wait} trials wait, ${active} run, ` +
            `${completed} to be collected, ${failed} failed; ${workers} worker${workers === 1 ? "" : "s"}`,
        );
      }
    }
    return 0;
  } finally {
    await connection.close();
  }
}
