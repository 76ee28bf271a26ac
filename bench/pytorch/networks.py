"""Networks in PyTorch eager, the way its tutorials write them: modules, SGD with momentum, batches that lie ready as
tensors on the device, no data loader, the loss read back every step. Answers requests on stdin as bench/networks.mjs
does. Arguments: threads, the device (cpu if absent) and "compile" for torch.compile."""

import importlib.util
import json
import resource
import shutil
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
    def __init__(self, model, batch_size, batches, device, is_compiled):
        shape = tuple(model["input"])
        self.network = network_of(model["layers"], shape)
        with torch.no_grad():
            classes = self.network(torch.zeros(2, *shape)).shape[1]
        self.inputs = list(torch.randn(batches, batch_size, *shape).to(device))
        self.targets = list(torch.randint(classes, (batches, batch_size)).to(device))
        self.network.to(device)
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=0.001, momentum=0.9)
        self.loss = nn.CrossEntropyLoss()
        if is_compiled:
            self.network = torch.compile(self.network)

    def train(self, steps):
        losses = []
        start = time.perf_counter()
        for step in range(steps):
            self.optimizer.zero_grad()
            batch = step % len(self.inputs)
            loss = self.loss(self.network(self.inputs[batch]), self.targets[batch])
            loss.backward()
            self.optimizer.step()
            losses.append(loss.item())
        return {"seconds": time.perf_counter() - start, "loss": losses[-1]}


def why_no_compile(has_card):
    """A sentence on what torch.compile lacks here; None if it lacks nothing."""
    if has_card and importlib.util.find_spec("triton") is None:
        return "the package triton is not installed."
    if not any(shutil.which(compiler) for compiler in ("cc", "gcc", "clang")):
        return "there is no C compiler."
    return None


def greeting(device):
    """What is used; `card` and `cuda` are None on a CPU."""
    has_card = device.startswith("cuda")
    return {
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "card": torch.cuda.get_device_name() if has_card else None,
        "cuda": torch.version.cuda if has_card else None,
        "tf32": has_card and torch.backends.cudnn.allow_tf32,
        "noCompile": why_no_compile(has_card),
    }


def problem_of(error):
    """One sentence on a request that failed."""
    if isinstance(error, torch.OutOfMemoryError):
        return "There was not enough memory on the device."
    return f"PyTorch failed: {(str(error).strip() or type(error).__name__).splitlines()[0]}"


def answer_to(question, training, device):
    if "steps" in question:
        return training.train(question["steps"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "peakBytes": peak if sys.platform == "darwin" else peak * 1024,
        "allocatedBytes": torch.cuda.max_memory_allocated() if device.startswith("cuda") else None,
    }


def main():
    threads, device, way = (sys.argv[1:] + ["cpu", "eager"][len(sys.argv) - 2 :])[:3]
    torch.set_num_threads(int(threads))
    torch.manual_seed(182)
    try:
        print(json.dumps(greeting(device)), flush=True)
    except (RuntimeError, AssertionError) as error:
        print(json.dumps({"problem": problem_of(error)}), flush=True)
        return
    training = None
    for line in sys.stdin:
        question = json.loads(line)
        try:
            if "model" in question:
                start = time.perf_counter()
                batches = question.get("batches", BATCHES)
                training = Training(question["model"], question["batchSize"], batches, device, way == "compile")
                training.train(1)
                answer = {"firstStepSeconds": time.perf_counter() - start}
            else:
                answer = answer_to(question, training, device)
        except Exception as error:  # out of memory, no compiler: a row of the table, not its end
            answer = {"problem": problem_of(error)}
        print(json.dumps(answer), flush=True)


main()
