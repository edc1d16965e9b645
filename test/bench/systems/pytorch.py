"""The workloads in PyTorch: one job in JSON as the argument, one line of JSON as the answer.

The RBM is written in plain tensors that are allocated once; the net as an nn.Module with autograd and
torch.optim.
"""

import json
import sys
import time

import numpy as np
import torch
from torch import nn

COLUMNS = 784


def read_rows(directory, rows):
    inputs = np.fromfile(f"{directory}/inputs.f32", np.float32, rows * COLUMNS).reshape(rows, COLUMNS)
    labels = np.fromfile(f"{directory}/labels.u8", np.uint8, rows).astype(np.int64)
    return torch.from_numpy(inputs), torch.from_numpy(labels)


class RBM:
    """CD-1 in place. Data and reconstruction lie one above the other, so that vᵀh − v'ᵀh' is one product."""

    def __init__(self, job, batch_size):
        visible, hidden = job["sizes"]
        self.job = job
        self.weights = torch.randn(visible, hidden).mul_(0.01)
        self.visible_bias = torch.zeros(visible)
        self.hidden_bias = torch.zeros(hidden)
        self.velocities = [torch.zeros_like(p) for p in self.parameters()]
        self.batch_size = batch_size
        self.visible = torch.empty(2 * batch_size, visible)
        self.hidden_means = torch.empty(2 * batch_size, hidden)
        self.hidden_states = torch.empty(batch_size, hidden)
        self.reconstruction = torch.empty(batch_size, visible)

    def parameters(self):
        return [self.weights, self.visible_bias, self.hidden_bias]

    def train(self, inputs, indices):
        """One update; returns the squared error of the reconstruction, summed."""
        rows = self.batch_size
        data, end = self.visible[:rows], self.visible[rows:]
        means, end_means = self.hidden_means[:rows], self.hidden_means[rows:]
        torch.index_select(inputs, 0, indices, out=data)
        torch.addmm(self.hidden_bias, data, self.weights, out=means).sigmoid_()
        # A comparison with uniforms costs a quarter of torch.bernoulli.
        states = torch.lt(self.hidden_states.uniform_(), means, out=self.hidden_states)
        sampled = self.job["visibleStates"] == "samples"
        reconstruction = self.reconstruction if sampled else end
        torch.addmm(self.visible_bias, states, self.weights.t(), out=reconstruction).sigmoid_()
        if sampled:
            torch.lt(end.uniform_(), reconstruction, out=end)
        error = torch.dist(data, reconstruction).square_()
        torch.addmm(self.hidden_bias, end, self.weights, out=end_means).sigmoid_()
        end_means.neg_()

        momentum, rate = self.job["momentum"], self.job["learningRate"]
        weights, visible_bias, hidden_bias = self.velocities
        weights.addmm_(self.visible.t(), self.hidden_means, beta=momentum, alpha=rate / rows)
        weights.add_(self.weights, alpha=-rate * self.job["weightCost"])
        visible_bias.mul_(momentum).add_(data.sum(0).sub_(end.sum(0)), alpha=rate / rows)
        hidden_bias.mul_(momentum).add_(self.hidden_means.sum(0), alpha=rate / rows)
        for parameter, velocity in zip(self.parameters(), self.velocities):
            parameter.add_(velocity)
        return error


def rbm(job, rows, epochs):
    inputs, _ = read_rows(job["directory"], rows)
    machine = RBM(job, min(job["batchSize"], rows))
    return timed_epochs(job, rows, epochs, lambda indices: machine.train(inputs, indices))


def net(job, rows, epochs):
    inputs, labels = read_rows(job["directory"], rows)
    layers = []
    for fan_in, fan_out in zip(job["sizes"], job["sizes"][1:]):
        linear = nn.Linear(fan_in, fan_out)
        nn.init.xavier_uniform_(linear.weight, gain=4)
        nn.init.zeros_(linear.bias)
        layers += [linear, nn.Sigmoid()]
    model = nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=job["learningRate"], momentum=job["momentum"])

    def train(indices):
        loss = nn.functional.cross_entropy(model(inputs[indices]), labels[indices])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.detach() * len(indices)

    return timed_epochs(job, rows, epochs, train)


def timed_epochs(job, rows, epochs, train):
    records = []
    for _ in range(epochs):
        began = time.perf_counter()
        total = torch.zeros(())
        for indices in torch.randperm(rows).split(job["batchSize"]):
            total += train(indices)
        records.append({"figure": total.item() / rows, "seconds": time.perf_counter() - began})
    return records


def main():
    job = json.loads(sys.argv[1])
    torch.manual_seed(job["seed"])
    torch.set_num_threads(job["threads"])
    workload = {"rbm": rbm, "net": net}[job["workload"]]
    workload(job, job["warmUpRows"], 1)
    print(json.dumps({"version": torch.__version__, "epochs": workload(job, job["rows"], job["epochs"])}))


main()
