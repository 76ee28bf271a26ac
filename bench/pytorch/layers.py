"""The lab's layer kinds, as src-main/models/model.ts describes them, computed by PyTorch's own functions."""

import torch
import torch.nn.functional as F

FAN_IN = {"kind": "uniform-fan-in"}


def conv(name, filters, kernel, stride=1, padding=("valid", 0), bias=True, frozen=False):
    kind, size = padding
    layer = {"kind": "conv2d", "name": name, "filters": filters, "kernel": kernel, "stride": stride}
    layer["padding"] = {"kind": "valid"} if kind == "valid" else {"kind": kind, "size": size}
    return layer | {"hasBias": bias, "weight": FAN_IN} | ({"isFrozen": True} if frozen else {})


def dense(name, features, bias=True, frozen=False):
    layer = {"kind": "dense", "name": name, "features": features, "hasBias": bias, "weight": FAN_IN}
    return layer | ({"isFrozen": True} if frozen else {})


def batch_norm(name):
    return {"kind": "batchNorm", "name": name, "epsilon": 1e-5, "momentum": 0.1}


def pool(kind, name, size=2, stride=2, padding=0):
    return {"kind": kind, "name": name, "size": size, "stride": stride, "padding": padding}


def dropout(name, rate):
    return {"kind": "dropout", "name": name, "rate": rate}


def plain(kind, name):
    return {"kind": kind, "name": name}


def residual(name, body, shortcut=()):
    return {"kind": "residual", "name": name, "body": list(body), "shortcut": list(shortcut)}


def initial_weights(layers, shape, generator):
    """PyTorch's default uniform for conv and dense, 1 and 0 for batch norm: {name: float32 tensor}."""
    weights = {}
    for layer in layers:
        name, kind = layer["name"], layer["kind"]
        if kind in ("conv2d", "dense"):
            size = (
                (layer["filters"], shape[0], layer["kernel"], layer["kernel"])
                if kind == "conv2d"
                else (layer["features"], shape[0])
            )
            bound = torch.tensor(size[1:]).prod().item() ** -0.5
            weights[f"{name}.weight"] = (torch.rand(size, generator=generator) * 2 - 1) * bound
            if layer["hasBias"]:
                weights[f"{name}.bias"] = (torch.rand(size[0], generator=generator) * 2 - 1) * bound
        elif kind == "batchNorm":
            weights[f"{name}.weight"] = torch.ones(shape[0])
            weights[f"{name}.bias"] = torch.zeros(shape[0])
            weights[f"{name}.running_mean"] = torch.zeros(shape[0])
            weights[f"{name}.running_var"] = torch.ones(shape[0])
        elif kind == "residual":
            weights |= initial_weights(layer["body"], shape, generator)
            weights |= initial_weights(layer["shortcut"], shape, generator)
        shape = shape_after(layer, shape, weights)
    return weights


def shape_after(layer, shape, weights):
    return tuple(forward([layer], torch.zeros(2, *shape), weights, training=False).shape[1:])


def is_buffer(name):
    return name.rsplit(".", 1)[-1] in ("running_mean", "running_var")


def frozen_layers(layers):
    """Names of the frozen layers, those within residual blocks too."""
    names = {layer["name"] for layer in layers if layer.get("isFrozen")}
    for layer in layers:
        if layer["kind"] == "residual":
            names |= frozen_layers(layer["body"]) | frozen_layers(layer["shortcut"])
    return names


def forward(layers, x, weights, training):
    """Outputs before the softmax; in training the running statistics in `weights` are updated in place."""
    for layer in layers:
        x = apply(layer, x, weights, training)
    return x


def apply(layer, x, weights, training):
    kind, name = layer["kind"], layer["name"]
    if kind == "conv2d":
        size = layer["padding"].get("size", 0)
        if layer["padding"]["kind"] == "reflect":
            x, size = F.pad(x, (size,) * 4, mode="reflect"), 0
        return F.conv2d(x, weights[f"{name}.weight"], weights.get(f"{name}.bias"), layer["stride"], size)
    if kind == "dense":
        return F.linear(x, weights[f"{name}.weight"], weights.get(f"{name}.bias"))
    if kind == "batchNorm":
        mean, variance = weights[f"{name}.running_mean"], weights[f"{name}.running_var"]
        scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
        return F.batch_norm(x, mean, variance, scale, shift, training, layer["momentum"], layer["epsilon"])
    if kind == "maxPool":
        return F.max_pool2d(x, layer["size"], layer["stride"], layer["padding"])
    if kind == "averagePool":
        return F.avg_pool2d(x, layer["size"], layer["stride"])
    if kind == "globalAveragePool":
        return x.mean((2, 3))
    if kind == "flatten":
        return x.flatten(1)
    if kind == "relu":
        return F.relu(x)
    if kind == "dropout":
        return F.dropout(x, layer["rate"], training)
    if kind == "residual":
        return forward(layer["body"], x, weights, training) + forward(layer["shortcut"], x, weights, training)
    raise ValueError(f"There is no layer kind {kind!r}.")


def loss_of(kind, outputs, targets):
    if kind == "softmaxCrossEntropy":
        return F.cross_entropy(outputs, targets)
    return F.mse_loss(outputs, targets)


def optimizer_of(settings, parameters):
    rate = settings["learningRate"]
    if settings["kind"] == "adam":
        betas = (settings["beta1"], settings["beta2"])
        return torch.optim.Adam(parameters, lr=rate, betas=betas, eps=settings["epsilon"])
    return torch.optim.SGD(parameters, lr=rate, momentum=settings.get("momentum", 0.0))
