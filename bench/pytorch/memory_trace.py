"""Makes src-main/models/fixtures/pytorch-peaks.json: the most bytes that a training step of PyTorch holds on a CPU.

    python bench/pytorch/memory_trace.py && npx prettier --write src-main/models/fixtures

Reads every allocation and every release from torch.profiler, in the order in which they happened, and adds them up over
the second step, when the optimizer's state has been made. The memory that lies there before the step
(weights, buffers, optimizer state, the batch) is counted from its tensors. Also noted is where the peak lies: in the
forward pass, the backward pass or the update. Needs torch 2.x and about 3 GB.
"""

import json
import pathlib

import torch
from torch import nn
from torch.profiler import ProfilerActivity, profile, record_function

FOLDER = pathlib.Path(__file__).parents[2] / "src-main" / "models" / "fixtures"
CLASSES = 10
SIDE = 224
CASES = [(18, 2), (18, 8), (50, 2), (50, 8), (152, 2)]
PHASES = ("forward pass", "backward pass", "update")


class Block(nn.Module):
    """The basic block (two 3x3 convolutions) or the bottleneck (1x1, 3x3 with the stride, 1x1) of torchvision."""

    def __init__(self, inputs, width, stride, is_bottleneck):
        super().__init__()
        outputs = 4 * width if is_bottleneck else width
        if is_bottleneck:
            convolutions = [(inputs, width, 1, 1), (width, width, 3, stride), (width, outputs, 1, 1)]
        else:
            convolutions = [(inputs, width, 3, stride), (width, width, 3, 1)]
        layers = []
        for source, target, kernel, step in convolutions:
            layers += [convolution(source, target, kernel, step), nn.BatchNorm2d(target), nn.ReLU(inplace=True)]
        self.body = nn.Sequential(*layers[:-1])
        has_projection = stride != 1 or inputs != outputs
        self.shortcut = (
            nn.Sequential(convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)) if has_projection else None
        )
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        out = self.body(x)
        out += x if self.shortcut is None else self.shortcut(x)
        return self.relu(out)


def convolution(inputs, outputs, kernel, stride):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)


def resnet(depth):
    blocks = {18: (2, 2, 2, 2), 50: (3, 4, 6, 3), 152: (3, 8, 36, 3)}[depth]
    is_bottleneck = depth >= 50
    layers = [convolution(3, 64, 7, 2), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for stage, count in enumerate(blocks):
        width = 64 * 2**stage
        for index in range(count):
            layers.append(Block(channels, width, 2 if stage > 0 and index == 0 else 1, is_bottleneck))
            channels = 4 * width if is_bottleneck else width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES))


def optimizer_of(name, parameters):
    # foreach is PyTorch's default on a GPU: all parameters at once, with lists of intermediate results.
    if name == "adam":
        return torch.optim.Adam(parameters, lr=1e-4, foreach=True)
    return torch.optim.SGD(parameters, lr=1e-3, momentum=0.9 if name == "momentum" else 0, foreach=True)


def bytes_of(tensors):
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def megabytes(count):
    return round(count / 1e6, 2)


def trace(depth, batch, optimizer_name):
    """The peak of the second step, in MB (10^6 bytes), where it lies, and what lay there before it."""
    torch.manual_seed(182)
    network = resnet(depth)
    optimizer = optimizer_of(optimizer_name, network.parameters())
    inputs, targets = torch.randn(batch, 3, SIDE, SIDE), torch.randint(CLASSES, (batch,))

    def step(inputs, targets):
        optimizer.zero_grad(set_to_none=True)
        with record_function(PHASES[0]):
            loss = nn.functional.cross_entropy(network(inputs), targets)
        with record_function(PHASES[1]):
            loss.backward()
        with record_function(PHASES[2]):
            optimizer.step()

    # Makes the optimizer's state, for which one image is enough.
    step(inputs[:1], targets[:1])
    optimizer.zero_grad(set_to_none=True)
    state = [value for own in optimizer.state.values() for value in own.values() if torch.is_tensor(value)]
    before = bytes_of([*network.parameters(), *network.buffers(), *state, inputs])
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiler:
        step(inputs, targets)
    events = profiler.profiler.kineto_results.events()
    spans = {event.name(): (event.start_ns(), event.end_ns()) for event in events if event.name() in PHASES}
    held, highest, moment = before, before, None
    for event in sorted((event for event in events if event.name() == "[memory]"), key=lambda event: event.start_ns()):
        held += event.nbytes()
        if held > highest:
            highest, moment = held, event.start_ns()
    phase = next(name for name in PHASES if spans[name][0] <= moment <= spans[name][1])
    return {"depth": depth, "batch": batch, "optimizer": optimizer_name, "before": megabytes(before), "peak": megabytes(highest), "phase": phase}


def write(readings):
    content = {
        "source": f"PyTorch {torch.__version__}, CPU, float32, bench/pytorch/memory_trace.py",
        "classes": CLASSES,
        "side": SIDE,
        "readings": readings,
    }
    (FOLDER / "pytorch-peaks.json").write_text(json.dumps(content, indent=2) + "\n")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    readings = []
    for depth, batch in CASES:
        for optimizer in ("sgd", "momentum", "adam"):
            readings.append(trace(depth, batch, optimizer))
            write(readings)
            print(readings[-1], flush=True)


main()
