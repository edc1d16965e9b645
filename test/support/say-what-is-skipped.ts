import { blas } from "./blas-kind.ts";
import { chromium } from "./chromium.ts";
import { python } from "./python.ts";
import { missingForQueue, missingForTLS } from "./redis-server.ts";

const wanted = {
  MNIST_DIR: "a folder with the four MNIST files: the tests on MNIST",
  DIGITS_CSV: "the digits as the UCI repository has them: the test of every shipped value",
};

/** Says before the tests which of them are skipped, and what they would need. */
export default function sayWhatIsSkipped(): void {
  for (const [name, use] of Object.entries(wanted)) {
    if (!process.env[name]) process.stdout.write(`Skipped, since ${name} does not name ${use}.\n`);
  }
  if (typeof blas === "string") {
    process.stdout.write(`Skipped, since there is no BLAS here: the tests on engine "blas". ${blas}\n`);
  }
  if (python === undefined) {
    process.stdout.write(
      "Skipped, since no Python has NumPy (PYTHON names one): the tests that exchange files with it.\n",
    );
  }
  if (chromium === undefined) {
    process.stdout.write(
      "Skipped, since there is no Chromium (CHROMIUM names one): the tests of the playground's page, of the pages of a study and a diagnosis, and of runs that a page keeps.\n",
    );
  }
  if (missingForQueue.length > 0) {
    process.stdout.write(
      `Skipped, since there is no ${missingForQueue.join(", no ")}: the tests of the queue.\n`,
    );
  } else if (missingForTLS.length > 0) {
    process.stdout.write(
      `Skipped, since there is no ${missingForTLS.join(", no ")}: the test of the queue by TLS.\n`,
    );
  }
}
