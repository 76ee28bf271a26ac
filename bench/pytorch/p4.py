"""Problem 4 in PyTorch eager, the way its notebook trains, but with all images ready as tensors and no data loader.
Answers requests on stdin, one JSON object a line: `{ "data": [...] }` loads images, `{ "cells": [...] }` trains the
networks one after another and answers with the wall and CPU seconds and the accuracies of each."""

import json
import sys
import time

import torch
from torch import nn

VALIDATION_BATCH = 256


def convolution(channels):
    return nn.Conv2d(channels, 3, 7, padding=3, padding_mode="reflect")


def cnn(classes, pool=nn.MaxPool2d):
    return nn.Sequential(
        *(convolution(1), nn.ReLU(), pool(2), convolution(3), nn.ReLU()),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, classes)),
    )


def average(classes):
    return cnn(classes, nn.AvgPool2d)


def frozen(classes):
    """The CNN with edge detectors for filters, of which only the classifier trains."""
    network = cnn(classes)
    filters = network[0].weight.detach()[:, 0]
    filters[0] = 0
    filters[0, 2], filters[0, 3] = 1, -1
    filters[1] = filters[0].T
    with torch.no_grad():
        network[3].weight.copy_(filters[:, None].expand(3, 3, 7, 7))
        for layer in network[0], network[3]:
            layer.bias.zero_()
            layer.requires_grad_(False)
    return network


def mlp(classes):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10), nn.ReLU(), nn.Linear(10, classes)
    )


NETWORKS = {"cnn": cnn, "average": average, "frozen": frozen, "mlp": mlp}


def load(pixels, labels):
    """Images [n, 1, 28, 28] from 0 to 1 and classes [n] from two files of bytes."""
    read = lambda path: torch.frombuffer(bytearray(open(path, "rb").read()), dtype=torch.uint8)
    return read(pixels).reshape(-1, 1, 28, 28) / 255, read(labels).long()


@torch.no_grad()
def evaluate(network, loss_function, images, labels):
    network.eval()
    loss, right = 0.0, 0
    for start in range(0, len(images), VALIDATION_BATCH):
        batch, wanted = images[start : start + VALIDATION_BATCH], labels[start : start + VALIDATION_BATCH]
        outputs = network(batch)
        loss += loss_function(outputs, wanted).item() * len(batch)
        right += (outputs.argmax(1) == wanted).sum().item()
    return loss / len(images), right / len(images)


def train(network, classes, epochs, batch_size, learning_rate, momentum, examples, validation):
    """One network; loss and accuracy of training (running means) and of validation are kept for every epoch."""
    images, labels = examples
    model = NETWORKS[network](classes)
    wanted = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.SGD(wanted, lr=learning_rate, momentum=momentum)
    loss_function = nn.CrossEntropyLoss()
    curve = []
    for _ in range(epochs):
        model.train()
        loss, right = 0.0, 0
        for rows in torch.randperm(len(images)).split(batch_size):
            batch, answers = images[rows], labels[rows]
            optimizer.zero_grad()
            outputs = model(batch)
            batch_loss = loss_function(outputs, answers)
            batch_loss.backward()
            optimizer.step()
            loss += batch_loss.item() * len(rows)
            right += (outputs.argmax(1) == answers).sum().item()
        measured = (loss / len(images), right / len(images))
        curve.append(measured + (evaluate(model, loss_function, *validation) if validation else ()))
    return curve


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    data = {}
    for line in sys.stdin:
        question = json.loads(line)
        if "data" in question:
            data = {name: load(pixels, labels) for name, pixels, labels in question["data"]}
            torch.manual_seed(question["seed"])
            print(json.dumps({"sets": len(data)}), flush=True)
            continue
        start, used = time.perf_counter(), time.process_time()
        accuracies = []
        for cell in question["cells"]:
            sets = {role: data.get(cell.pop(role)) for role in ("examples", "validation")}
            accuracies.append(train(**cell, **sets)[-1][-1])
        seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - used
        answer = {"seconds": seconds, "cpuSeconds": cpu_seconds, "accuracies": accuracies}
        print(json.dumps(answer), flush=True)


main()
