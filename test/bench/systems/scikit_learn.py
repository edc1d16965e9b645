"""The workloads in scikit-learn: one job in JSON as the argument, one line of JSON as the answer.

BernoulliRBM trains by persistent contrastive divergence, without momentum or weight cost. MLPClassifier draws
its own first weights.
"""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.neural_network import BernoulliRBM, MLPClassifier

COLUMNS = 784


def read_rows(directory, rows):
    inputs = np.fromfile(f"{directory}/inputs.f32", np.float32, rows * COLUMNS).reshape(rows, COLUMNS)
    return inputs, np.fromfile(f"{directory}/labels.u8", np.uint8, rows)


def rbm(job, rows, epochs):
    if job["visibleStates"] == "means":
        sys.exit("always draws its visible units")
    inputs, _ = read_rows(job["directory"], rows)
    random = np.random.RandomState(job["seed"])
    machine = BernoulliRBM(
        n_components=job["sizes"][1],
        learning_rate=job["learningRate"],
        batch_size=job["batchSize"],
        random_state=random,
    )

    def epoch():
        order = random.permutation(rows)
        for start in range(0, rows, job["batchSize"]):
            machine.partial_fit(inputs[order[start : start + job["batchSize"]]])

    def reconstruction_error():
        some = inputs[:1000]
        fields = machine.transform(some) @ machine.components_ + machine.intercept_visible_
        return float(((some - 1 / (1 + np.exp(-fields))) ** 2).sum() / len(some))

    return timed_epochs(epochs, epoch, reconstruction_error)


def net(job, rows, epochs):
    inputs, labels = read_rows(job["directory"], rows)
    model = MLPClassifier(
        hidden_layer_sizes=job["sizes"][1:-1],
        activation="logistic",
        solver="sgd",
        alpha=0,
        batch_size=min(job["batchSize"], rows),
        learning_rate_init=job["learningRate"],
        momentum=job["momentum"],
        nesterovs_momentum=False,
        random_state=job["seed"],
    )
    return timed_epochs(
        epochs, lambda: model.partial_fit(inputs, labels, classes=range(10)), lambda: float(model.loss_)
    )


def timed_epochs(epochs, epoch, figure):
    records = []
    for _ in range(epochs):
        began = time.perf_counter()
        epoch()
        seconds = time.perf_counter() - began
        records.append({"seconds": seconds, "figure": figure()})
    return records


def main():
    job = json.loads(sys.argv[1])
    workload = {"rbm": rbm, "net": net}[job["workload"]]
    workload(job, job["warmUpRows"], 1)
    print(json.dumps({"version": sklearn.__version__, "epochs": workload(job, job["rows"], job["epochs"])}))


main()
