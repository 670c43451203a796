#!/usr/bin/env python3
"""PyTorch's side of perf/AutoGrad.Compare: the same workloads, from the same data and weights.

usage: torch_workloads.py NAME       serves commands on standard input, one answer a line:
    read PATH      data and weights, as our side wrote them
    witness N      N steps: a number for each that both sides must agree in
    run SECONDS    how many steps, and how many seconds they took
    memory         the largest memory this process has had, in MiB
usage: torch_workloads.py --describe     prints what PyTorch runs on

Threads are set from outside, by OMP_NUM_THREADS and OPENBLAS_NUM_THREADS: torch.set_num_threads does not reach OpenBLAS.
"""
import os
import re
import struct
import sys
import time

import numpy
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


class Workload:
    """What is served: `start` is filled from the file, `step` is timed; a step's result is a loss or an output."""

    steps_per_call = 1

    def __init__(self, start, step):
        self.start = start
        self.step = step


def classifier(net, optimizer, x, y):
    """The training step of every network here."""
    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(net(x).flatten(0, -2), y.flatten())
        loss.backward()
        optimizer.step()
        return loss
    return Workload([x, y, *net.parameters()], step)


def numbers(*shape):
    return torch.zeros(*shape, dtype=torch.int64)


def mlp():
    net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    return classifier(net, torch.optim.Adam(net.parameters(), 1e-3), torch.zeros(64, 784), numbers(64))


def lenet():
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    return classifier(net, torch.optim.SGD(net.parameters(), 0.01, momentum=0.9), torch.zeros(64, 1, 28, 28), numbers(64))


class ResidualBlock(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.first = nn.Conv2d(i, o, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(o)
        self.second = nn.Conv2d(o, o, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(o)
        self.projection = None
        if i != o or stride != 1:
            self.projection = nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o))

    def forward(self, x):
        h = F.relu(self.first_norm(self.first(x)))
        h = self.second_norm(self.second(h))
        return F.relu(h + (x if self.projection is None else self.projection(x)))


def resnet():
    net = nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
        ResidualBlock(16, 16, 1), ResidualBlock(16, 32, 2), ResidualBlock(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))
    return classifier(net, torch.optim.SGD(net.parameters(), 0.1, momentum=0.9), torch.zeros(32, 3, 32, 32), numbers(32))


class GptBlock(nn.Module):
    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.forward_norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.projection = nn.Linear(width, width)
        self.widen = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)
        self.register_buffer("mask", torch.triu(torch.full((length, length), float("-inf")), 1))

    def forward(self, x):
        b, t, c = x.shape
        d = c // self.heads
        q, k, v = (part.view(b, t, self.heads, d).transpose(1, 2) for part in self.qkv(self.attention_norm(x)).split(c, 2))
        a = F.softmax((q @ k.transpose(-2, -1)) * d ** -0.5 + self.mask[:t, :t], -1)
        x = x + self.projection((a @ v).transpose(1, 2).reshape(b, t, c))
        return x + self.narrow(F.gelu(self.widen(self.forward_norm(x))))


class Gpt(nn.Module):
    def __init__(self, vocabulary=65, layers=4, heads=4, width=128, length=128):
        super().__init__()
        self.characters = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(length, width)
        self.blocks = nn.Sequential(*[GptBlock(width, heads, length) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary)

    def forward(self, x):
        return self.head(self.norm(self.blocks(self.characters(x) + self.places(torch.arange(x.shape[1])))))


def gpt():
    net = Gpt()
    return classifier(net, torch.optim.AdamW(net.parameters(), 3e-4), numbers(16, 128), numbers(16, 128))


class CharacterRecurrent(nn.Module):
    def __init__(self, layer, vocabulary=65, width=128):
        super().__init__()
        self.characters = nn.Embedding(vocabulary, width)
        self.memory = layer(width, width, batch_first=True)
        self.head = nn.Linear(width, vocabulary)

    def forward(self, x):
        return self.head(self.memory(self.characters(x))[0])


def recurrent(layer):
    net = CharacterRecurrent(layer)
    return classifier(net, torch.optim.Adam(net.parameters(), 1e-3), numbers(32, 64), numbers(32, 64))


def xor():
    net = nn.Sequential(nn.Linear(3, 4), nn.Sigmoid(), nn.Linear(4, 1), nn.Sigmoid())
    optimizer = torch.optim.SGD(net.parameters(), 0.5)
    x, y = torch.zeros(4, 3), torch.zeros(4, 1)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = ((net(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss
    return Workload([x, y, *net.parameters()], step)


def pointwise_loss():
    x = torch.zeros(1_000_000, requires_grad=True)

    def step():
        x.grad = None
        loss = (torch.tanh(torch.sin(x) * torch.exp(-x * x) + x * 0.5) ** 2).mean()
        loss.backward()
        return loss
    return Workload([x], step)


def adam():
    parameters = [torch.zeros(2_500_000, requires_grad=True) for _ in range(4)]
    for p in parameters:
        p.grad = torch.zeros_like(p)
    optimizer = torch.optim.Adam(parameters, 1e-3)

    def step():
        optimizer.step()
        return parameters[-1]
    return Workload([*parameters, *(p.grad for p in parameters)], step)


def convolution(which):
    x, w, upstream = torch.zeros(32, 64, 32, 32), torch.zeros(64, 64, 3, 3), torch.zeros(32, 64, 32, 32)
    start = [x, w, upstream]
    if which == "fwd":
        return Workload(start, lambda: F.conv2d(x, w, None, 1, 1))
    mask = [which == "bwdData", which == "bwdWeight", False]
    at = 0 if which == "bwdData" else 1
    return Workload(start, lambda: torch.ops.aten.convolution_backward(
        upstream, x, w, [0], [1, 1], [1, 1], [1, 1], False, [0, 0], 1, mask)[at])


def elementwise(function, size):
    a, b = torch.zeros(size), torch.zeros(size)
    return Workload([a, b], {
        "exp": lambda: torch.exp(a), "log": lambda: torch.log(b), "tanh": lambda: torch.tanh(a),
        "sigmoid": lambda: torch.sigmoid(a), "sin": lambda: torch.sin(a), "cos": lambda: torch.cos(a),
        "gelu": lambda: F.gelu(a), "relu": lambda: torch.relu(a), "add": lambda: a + b, "mul": lambda: a * b,
        "sum": lambda: a.sum()}[function])


def product(dtype, m, n, k, operands):
    a = torch.zeros((k, m) if operands[0] == "T" else (m, k), dtype=dtype)
    b = torch.zeros((n, k) if operands[1] == "T" else (k, n), dtype=dtype)
    left, right = (a.t() if operands[0] == "T" else a), (b.t() if operands[1] == "T" else b)
    return Workload([a, b], lambda: torch.mm(left, right))


def chain(kind, size, ops=1000):
    x, c = torch.zeros(size, requires_grad=True), torch.zeros(size, requires_grad=True)
    upstream = torch.ones(size)

    def forward():
        h = x
        if kind == "mix":
            for _ in range(ops // 4):
                h = h + c
                h = h * x
                h = torch.tanh(h)
                h = h + x
        elif kind == "add":
            for _ in range(ops):
                h = h + c
        elif kind == "mul":
            for _ in range(ops):
                h = h * c
        else:
            for _ in range(ops):
                h = torch.tanh(h)
        return h

    def step():
        x.grad = c.grad = None
        forward().backward(upstream)
        return x.grad
    workload = Workload([x, c], step)
    workload.steps_per_call = ops
    return workload


NETWORKS = {"xor": xor, "mlp": mlp, "lenet": lenet, "resnet": resnet, "gpt": gpt, "lstm": lambda: recurrent(nn.LSTM),
            "gru": lambda: recurrent(nn.GRU), "rnn": lambda: recurrent(nn.RNN), "ew1M": pointwise_loss, "adam10M": adam}


def create(name):
    if name in NETWORKS:
        return NETWORKS[name]()
    if match := re.fullmatch(r"conv64_(\w+)", name):
        torch.set_grad_enabled(False)
        return convolution(match[1])
    if match := re.fullmatch(r"([sd])gemm_(\d+)x(\d+)x(\d+)_([NT]{2})", name):
        torch.set_grad_enabled(False)
        return product(torch.float64 if match[1] == "d" else torch.float32, int(match[2]), int(match[3]), int(match[4]), match[5])
    if match := re.fullmatch(r"op(\d+)(?:_(\w+))?", name):
        return chain(match[2] or "mix", int(match[1]))
    if match := re.fullmatch(r"(\w+)_(\d+)([kM]?)", name):
        torch.set_grad_enabled(False)
        return elementwise(match[1], int(match[2]) << {"": 0, "k": 10, "M": 20}[match[3]])
    sys.exit(f"no workload is named {name}")


TYPES = {b"f": numpy.float32, b"d": numpy.float64, b"q": numpy.int64}


def read(path, tensors):
    with open(path, "rb") as file, torch.no_grad():
        for tensor in tensors:
            letter, rank = struct.unpack("<ci", file.read(5))
            shape = struct.unpack(f"<{rank}i", file.read(4 * rank))
            if tuple(tensor.shape) != shape:
                sys.exit(f"our side wrote {shape} where PyTorch has {tuple(tensor.shape)}")
            tensor.copy_(torch.from_numpy(numpy.fromfile(file, TYPES[letter], tensor.numel())).view(shape))
        if file.read(1):
            sys.exit("our side wrote more tensors than PyTorch has")


def fingerprint(y):
    """One number that changes with every element: sum of y_i cos(i) / sqrt(n), in pieces that leave peak memory alone."""
    y = y.detach().reshape(-1)
    if y.numel() == 1:
        return y.item()
    total, piece = 0.0, 1 << 14
    for at in range(0, y.numel(), piece):
        part = y[at:at + piece].double()
        total += torch.dot(part, torch.cos(torch.arange(at, at + part.numel(), dtype=torch.float64))).item()
    return total / y.numel() ** 0.5


def run(workload, seconds):
    # the clock is read once a block, whose length is found while running
    step, steps, block = workload.step, 0, 1
    start = now = time.perf_counter()
    while True:
        before = now
        for _ in range(block):
            step()
        steps += block
        now = time.perf_counter()
        if now - start >= seconds:
            return steps * workload.steps_per_call, now - start
        if now - before < 1e-3:
            block *= 2


def peak_memory():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:")) / 1024


def describe():
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    with open("/proc/self/maps") as file:
        libraries = {os.path.basename(line.split()[-1]) for line in file if "blas" in line}
    blas = ", ".join(sorted(libraries)) or "none of its own"
    print(f"torch {torch.__version__}; BLAS: {blas}" + ("" if "openblas" in blas else " (NOT OpenBLAS: install libopenblas0-pthread for a fair comparison)"))


def main():
    if sys.argv[1] == "--describe":
        return describe()
    workload = create(sys.argv[1])
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        if command == "read":
            read(argument, workload.start)
            print("ok", flush=True)
        elif command == "witness":
            print(*(repr(fingerprint(workload.step())) for _ in range(int(argument))), flush=True)
        elif command == "run":
            print(*run(workload, float(argument)), flush=True)
        elif command == "memory":
            print(f"{peak_memory():.1f}", flush=True)
        else:
            print(f"what is '{line.strip()}'?", flush=True)


main()
