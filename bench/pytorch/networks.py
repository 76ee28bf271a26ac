"""Networks in PyTorch eager, the way its tutorials write them: modules, SGD with momentum, batches that lie ready as
tensors, no data loader, the loss read back every step. Answers requests on stdin as bench/networks.mjs does."""

import json
import resource
import sys
import time

import torch
from torch import nn

BATCHES = 8


class Residual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


def module_of(layer, shape):
    """The nn module of one layer of src-main/models/model.ts that receives `shape` (without the batch)."""
    kind = layer["kind"]
    if kind == "conv2d":
        padding = layer["padding"]
        return nn.Conv2d(
            shape[0],
            layer["filters"],
            layer["kernel"],
            layer["stride"],
            padding.get("size", 0),
            bias=layer["hasBias"],
            padding_mode="reflect" if padding["kind"] == "reflect" else "zeros",
        )
    if kind == "dense":
        return nn.Linear(shape[0], layer["features"], bias=layer["hasBias"])
    if kind == "batchNorm":
        return nn.BatchNorm2d(shape[0], layer["epsilon"], layer["momentum"])
    if kind == "maxPool":
        return nn.MaxPool2d(layer["size"], layer["stride"], layer["padding"])
    if kind == "averagePool":
        return nn.AvgPool2d(layer["size"], layer["stride"])
    if kind == "globalAveragePool":
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    if kind == "residual":
        shortcut = network_of(layer["shortcut"], shape) if layer["shortcut"] else nn.Identity()
        return Residual(network_of(layer["body"], shape), shortcut)
    plain = {"relu": lambda: nn.ReLU(inplace=True), "flatten": nn.Flatten}
    return nn.Dropout(layer["rate"]) if kind == "dropout" else plain[kind]()


def network_of(layers, shape):
    modules = []
    for layer in layers:
        modules.append(module_of(layer, shape))
        with torch.no_grad():
            shape = tuple(modules[-1](torch.zeros(2, *shape)).shape[1:])
    return nn.Sequential(*modules)


class Training:
    def __init__(self, model, batch_size):
        shape = tuple(model["input"])
        self.network = network_of(model["layers"], shape)
        with torch.no_grad():
            classes = self.network(torch.zeros(2, *shape)).shape[1]
        self.inputs = list(torch.randn(BATCHES, batch_size, *shape))
        self.targets = list(torch.randint(classes, (BATCHES, batch_size)))
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=0.001, momentum=0.9)
        self.loss = nn.CrossEntropyLoss()

    def train(self, steps):
        losses = []
        start = time.perf_counter()
        for step in range(steps):
            self.optimizer.zero_grad()
            loss = self.loss(self.network(self.inputs[step % BATCHES]), self.targets[step % BATCHES])
            loss.backward()
            self.optimizer.step()
            losses.append(loss.item())
        return {"seconds": time.perf_counter() - start, "loss": losses[-1]}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(182)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    training = None
    for line in sys.stdin:
        question = json.loads(line)
        if "model" in question:
            start = time.perf_counter()
            training = Training(question["model"], question["batchSize"])
            training.train(1)
            answer = {"firstStepSeconds": time.perf_counter() - start}
        elif "steps" in question:
            answer = training.train(question["steps"])
        else:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            answer = {"peakBytes": peak if sys.platform == "darwin" else peak * 1024}
        print(json.dumps(answer), flush=True)


main()
