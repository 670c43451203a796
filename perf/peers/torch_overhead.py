#!/usr/bin/env python3
"""A chain of 1,000 recorded ops in PyTorch, one thread: nanoseconds per op, forward and backward.

usage: torch_overhead.py KIND SIZE     KIND: mix, add, mul, tanh
prints one number, the median over 40 chains after 10 to warm up.
"""
import statistics
import sys
import time

import torch

torch.set_num_threads(1)
OPS = 1000


def forward(kind, x, c):
    h = x
    if kind == "mix":
        for _ in range(OPS // 4):
            h = h + c
            h = h * x
            h = torch.tanh(h)
            h = h + x
    elif kind == "add":
        for _ in range(OPS):
            h = h + c
    elif kind == "mul":
        for _ in range(OPS):
            h = h * c
    else:
        for _ in range(OPS):
            h = torch.tanh(h)
    return h


def main():
    kind, size = sys.argv[1], int(sys.argv[2])
    x = torch.full((size,), 0.5, requires_grad=True)
    c = torch.full((size,), 0.001, requires_grad=True)
    upstream = torch.ones(size)
    times = []
    for round_ in range(50):
        x.grad = c.grad = None
        start = time.perf_counter()
        forward(kind, x, c).backward(upstream)
        if round_ >= 10:
            times.append((time.perf_counter() - start) * 1e9 / OPS)
    print(f"{statistics.median(times):.1f}")


main()
