"""Makes src-main/engines/fixtures/*.json: trajectories of small networks under PyTorch, to which every engine is held.

    python bench/pytorch/make_fixtures.py && npx prettier --write src-main/engines/fixtures

Each is trained in float64 from weights and examples that float32 holds exactly, so that what an engine deviates by is
its own rounding. The same run in PyTorch's float32 is made too, and how far it strays is printed and kept
(`float32Deviation`): the yardstick for the tolerance of the tests. Needs torch 2.x on a CPU.
"""

import base64
import json
import pathlib

import torch

from layers import batch_norm, conv, dense, dropout, forward, frozen_layers, initial_weights, is_buffer
from layers import loss_of, optimizer_of, plain, pool, residual

FOLDER = pathlib.Path(__file__).parents[2] / "src-main" / "engines" / "fixtures"
STEPS = 20
SGD = {"kind": "sgd", "learningRate": 0.05}
MOMENTUM = {"kind": "momentum", "learningRate": 0.02, "momentum": 0.9}
ADAM = {"kind": "adam", "learningRate": 0.005, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}


def homework_cnn(pooling, kernel, classes=3, frozen=False):
    padding = ("reflect", (kernel - 1) // 2)
    return [
        conv("conv1", 3, kernel, padding=padding, frozen=frozen),
        plain("relu", "relu1"),
        pool(pooling, "pool"),
        conv("conv2", 3, kernel, padding=padding, frozen=frozen),
        plain("relu", "relu2"),
        plain("globalAveragePool", "average"),
        dense("classifier", classes),
    ]


def mlp(hidden, outputs):
    layers = [plain("flatten", "flatten")]
    for index, features in enumerate(hidden, 1):
        layers += [dense(f"dense{index}", features), plain("relu", f"relu{index}")]
    return [*layers, dense("classifier", outputs)]


def cheating_cnn():
    """Problem 1 (i) with fewer filters, at the drop rate 0: no mask to draw, the layer is there all the same."""
    layers = []
    for index, filters in enumerate((4, 8), 1):
        layers += [
            conv(f"conv{index}", filters, 3, padding=("zero", 1)),
            pool("maxPool", f"pool{index}"),
            plain("relu", f"relu{index}"),
            dropout(f"dropout{index}", 0),
        ]
    return [*layers, plain("flatten", "flatten"), dense("classifier", 10), plain("relu", "relu3")]


def projection(name, filters, stride):
    return [conv(f"{name}.0", filters, 1, stride, bias=False), batch_norm(f"{name}.1")]


def basic_block(name, filters, stride=1, has_projection=False):
    body = [
        conv(f"{name}.conv1", filters, 3, stride, ("zero", 1), bias=False),
        batch_norm(f"{name}.bn1"),
        plain("relu", f"{name}.relu1"),
        conv(f"{name}.conv2", filters, 3, 1, ("zero", 1), bias=False),
        batch_norm(f"{name}.bn2"),
    ]
    shortcut = projection(f"{name}.downsample", filters, stride) if has_projection else []
    return [residual(name, body, shortcut), plain("relu", f"{name}.relu2")]


def bottleneck(name, width, stride=1, has_projection=False):
    body = [
        conv(f"{name}.conv1", width, 1, bias=False),
        batch_norm(f"{name}.bn1"),
        plain("relu", f"{name}.relu1"),
        conv(f"{name}.conv2", width, 3, stride, ("zero", 1), bias=False),
        batch_norm(f"{name}.bn2"),
        plain("relu", f"{name}.relu2"),
        conv(f"{name}.conv3", 4 * width, 1, bias=False),
        batch_norm(f"{name}.bn3"),
    ]
    shortcut = projection(f"{name}.downsample", 4 * width, stride) if has_projection else []
    return [residual(name, body, shortcut), plain("relu", f"{name}.relu3")]


def small_resnet():
    """The CIFAR form: a 3x3 stem, then basic blocks, the second with a stride and a projection."""
    return [
        conv("conv1", 8, 3, padding=("zero", 1), bias=False),
        batch_norm("bn1"),
        plain("relu", "relu"),
        *basic_block("layer1.0", 8),
        *basic_block("layer2.0", 16, stride=2, has_projection=True),
        plain("globalAveragePool", "avgpool"),
        dense("fc", 10),
    ]


def bottleneck_resnet():
    """The ImageNet stem (7x7 stride 2, 3x3 max pool stride 2 with padding), then bottleneck blocks."""
    return [
        conv("conv1", 8, 7, 2, ("zero", 3), bias=False),
        batch_norm("bn1"),
        plain("relu", "relu"),
        pool("maxPool", "maxpool", 3, 2, 1),
        *bottleneck("layer1.0", 4, has_projection=True),
        *bottleneck("layer1.1", 4),
        *bottleneck("layer2.0", 8, stride=2, has_projection=True),
        plain("globalAveragePool", "avgpool"),
        dense("fc", 5),
    ]


def fixture(name, shape, layers, optimizer, classes, batch_size=8, loss="softmaxCrossEntropy", count=None):
    return {
        "model": {"name": name, "input": list(shape), "layers": layers},
        "loss": loss,
        "optimizer": optimizer,
        "batchSize": batch_size,
        "classes": classes,
        "count": count or 5 * batch_size - 2,
    }


# The last batch of each epoch is two rows short; five steps an epoch, four epochs.
FIXTURES = [
    fixture("homework-cnn", (1, 12, 12), homework_cnn("maxPool", 5), MOMENTUM, 3),
    fixture("homework-cnn-average", (1, 10, 10), homework_cnn("averagePool", 3), ADAM, 3),
    fixture("homework-cnn-frozen", (1, 10, 10), homework_cnn("maxPool", 3, frozen=True), MOMENTUM, 3),
    fixture("homework-mlp", (1, 8, 8), mlp([20, 10], 3), MOMENTUM, 3, batch_size=10),
    fixture("regression-mlp", (6,), mlp([12], 2)[1:], ADAM, 2, loss="meanSquaredError"),
    fixture("cheating-cnn", (3, 8, 8), cheating_cnn(), SGD, 10),
    fixture("small-resnet", (3, 8, 8), small_resnet(), MOMENTUM, 10),
    fixture("bottleneck-resnet", (3, 16, 16), bottleneck_resnet(), MOMENTUM, 5),
]


def draw(spec, generator):
    """Examples and weights, all float32; images of a class share a faint pattern, so that there is something to learn."""
    count, shape = spec["count"], spec["model"]["input"]
    inputs = torch.randn(count, *shape, generator=generator)
    if spec["loss"] == "meanSquaredError":
        targets = torch.randn(count, spec["classes"], generator=generator)
    else:
        targets = torch.randint(spec["classes"], (count,), generator=generator)
        inputs += torch.randn(spec["classes"], *shape, generator=generator)[targets]
    orders = torch.stack([torch.randperm(count, generator=generator) for _ in range(STEPS // 5)])
    return inputs, targets, orders, initial_weights(spec["model"]["layers"], shape, generator)


def trajectory(spec, dtype):
    """Gradients of the first batch, the loss of each step before its update, and the weights at the end."""
    inputs, targets, orders, initial = draw(spec, torch.Generator().manual_seed(182))
    layers, loss = spec["model"]["layers"], spec["loss"]
    inputs = inputs.to(dtype)
    targets = targets.to(dtype) if loss == "meanSquaredError" else targets
    weights = {name: value.to(dtype) for name, value in initial.items()}
    frozen = frozen_layers(layers)
    trained = {
        name: value.requires_grad_()
        for name, value in weights.items()
        if not is_buffer(name) and name.rsplit(".", 1)[0] not in frozen
    }
    optimizer = optimizer_of(spec["optimizer"], trained.values())
    losses, gradients = [], None
    for order in orders:
        for rows in order.split(spec["batchSize"]):
            optimizer.zero_grad()
            value = loss_of(loss, forward(layers, inputs[rows], weights, training=True), targets[rows])
            value.backward()
            gradients = gradients or {name: tensor.grad.clone() for name, tensor in trained.items()}
            losses.append(value.item())
            optimizer.step()
    with torch.no_grad():
        outputs = forward(layers, inputs, weights, training=False)
        evaluated = loss_of(loss, outputs, targets).item()
    assert len(losses) == STEPS
    data = {"inputs": inputs, "targets": targets, "orders": orders}
    return data, initial, gradients, losses, weights, outputs, evaluated


def encode(tensor):
    """Little-endian bytes in base64: int32 for whole numbers, float32 for the rest."""
    kind = torch.float32 if tensor.is_floating_point() else torch.int32
    return base64.b64encode(tensor.detach().to(kind).contiguous().numpy().tobytes()).decode()


def encode_all(tensors):
    return {name: encode(tensor) for name, tensor in tensors.items()}


def deviation(true, rounded):
    """The largest distance of any loss and of any final weight between two trajectories."""
    losses = max(abs(a - b) for a, b in zip(true[3], rounded[3], strict=True))
    weights = max((true[4][name] - rounded[4][name]).abs().max().item() for name in true[4])
    return {"losses": float(f"{losses:.2g}"), "weights": float(f"{weights:.2g}")}


def main():
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for spec in FIXTURES:
        true = trajectory(spec, torch.float64)
        data, initial, gradients, losses, final, outputs, evaluated = true
        strayed = deviation(true, trajectory(spec, torch.float32))
        name = spec["model"]["name"]
        content = {
            "source": f"PyTorch {torch.__version__}, float64, bench/pytorch/make_fixtures.py",
            **{key: spec[key] for key in ("model", "loss", "optimizer", "batchSize", "count")},
            "float32Deviation": strayed,
            **encode_all(data),
            "initial": encode_all(initial),
            "gradients": encode_all(gradients),
            "losses": losses,
            "final": encode_all(final),
            "evaluation": {"loss": evaluated, "outputs": encode(outputs)},
        }
        (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")
        print(f"{name:22} loss {losses[0]:.4f} to {losses[-1]:.4f}; float32 strays by {strayed}")


main()
