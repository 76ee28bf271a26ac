"""Problem 1 in PyTorch eager, written the way a homework notebook writes it. Answers requests on stdin, one JSON
object a line, with the seconds each training took and the weights it ended at."""

import json
import sys
import time

import torch


def train(x, y, rate, optimizer, learning_rate, batch_size, iterations):
    """Gradient descent from zero; the loss of every iteration is kept, as the homework's figure needs it."""
    inputs = torch.tensor([x], dtype=torch.float32).repeat(batch_size, 1)  # [B, 2]
    targets = torch.full((batch_size, 1), float(y))  # [B, 1]
    model = torch.nn.Linear(2, 1, bias=False)
    torch.nn.init.zeros_(model.weight)
    dropout = torch.nn.Dropout(rate)
    make = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer]
    steps = make(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(iterations):
        steps.zero_grad()
        loss = torch.nn.functional.mse_loss(model(dropout(inputs)), targets)
        losses.append(loss.item())
        loss.backward()
        steps.step()
    return model.weight.detach().flatten().tolist()


def main():
    torch.set_num_threads(1)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        trainings = json.loads(line)
        start = time.perf_counter()
        weights = [train(**training) for training in trainings]
        print(json.dumps({"seconds": time.perf_counter() - start, "weights": weights}), flush=True)


main()
