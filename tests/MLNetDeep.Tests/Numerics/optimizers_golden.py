#!/usr/bin/env python3
"""Writes optimizers_golden.json: where 100 steps of PyTorch's optimisers (Lion's: its paper's; NAdam's: as of version 2) lead on a small problem.

The gradient of weight i before step t is a (w - c) + sin(3 w) / 2 + 0.3 sin(0.7 t + i), with a = 0.5 + i / 10 and
c = +-(2 + i / 10), from w = c + cos(i) / 2; no weight crosses 0. Numbers are rounded to what the test compares.

Run with PyTorch 1.13 or later:  python3 optimizers_golden.py > optimizers_golden.json
"""
import json
import math

import torch

WEIGHTS, STEPS = 20, 100
GROUPS = [(0, 7, 1.0, 1.0), (7, 13, 0.5, 0.0), (13, 20, 2.0, 0.5)]  # first, end, learning-rate factor, decay factor
L1, L2, DECAY, CLIP_VALUE, CLIP_NORM = 0.05, 0.1, 0.2, 0.4, 1.0


class Lion(torch.optim.Optimizer):
    """arXiv:2302.06675, algorithm 2."""

    def __init__(self, params, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (b1, b2), lr = group["betas"], group["lr"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                c = b1 * m + (1 - b1) * p.grad
                p -= lr * (c.sign() + group["weight_decay"] * p)
                m.copy_(b2 * m + (1 - b2) * p.grad)


class NAdam(torch.optim.Optimizer):
    """PyTorch 2's NAdam (Dozat 2016): before 2.0, PyTorch multiplied by one momentum too many where it corrects for the next step."""

    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, momentum_decay=4e-3):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, momentum_decay=momentum_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (b1, b2), lr = group["betas"], group["lr"]
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state.update(step=0, product=1.0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                state["step"] += 1
                mu = b1 * (1 - 0.5 * 0.96 ** (state["step"] * group["momentum_decay"]))
                mu_next = b1 * (1 - 0.5 * 0.96 ** ((state["step"] + 1) * group["momentum_decay"]))
                state["product"] *= mu
                g = p.grad + group["weight_decay"] * p
                state["m"].mul_(b1).add_(g, alpha=1 - b1)
                state["v"].mul_(b2).addcmul_(g, g, value=1 - b2)
                denominator = (state["v"] / (1 - b2 ** state["step"])).sqrt().add_(group["eps"])
                p.addcdiv_(g, denominator, value=-lr * (1 - mu) / (1 - state["product"]))
                p.addcdiv_(state["m"], denominator, value=-lr * mu_next / (1 - state["product"] * mu_next))


CASES = {
    "sgd": (0.05, lambda p, lr, wd: torch.optim.SGD(p, lr, weight_decay=wd)),
    "sgd-momentum": (0.02, lambda p, lr, wd: torch.optim.SGD(p, lr, momentum=0.9, dampening=0.1, weight_decay=wd)),
    "sgd-nesterov": (0.02, lambda p, lr, wd: torch.optim.SGD(p, lr, momentum=0.9, nesterov=True, weight_decay=wd)),
    "rms-prop": (0.01, lambda p, lr, wd: torch.optim.RMSprop(p, lr, weight_decay=wd)),
    "rms-prop-centered": (0.01, lambda p, lr, wd: torch.optim.RMSprop(p, lr, alpha=0.95, centered=True, weight_decay=wd)),
    "rms-prop-momentum": (0.005, lambda p, lr, wd: torch.optim.RMSprop(p, lr, momentum=0.8, weight_decay=wd)),
    "rms-prop-both": (0.005, lambda p, lr, wd: torch.optim.RMSprop(p, lr, momentum=0.8, centered=True, weight_decay=wd)),
    "adagrad": (0.1, lambda p, lr, wd: torch.optim.Adagrad(p, lr, lr_decay=0.01, initial_accumulator_value=0.1, weight_decay=wd)),
    "adam": (0.02, lambda p, lr, wd: torch.optim.Adam(p, lr, weight_decay=wd)),
    "adam-w": (0.02, lambda p, lr, wd: torch.optim.AdamW(p, lr, betas=(0.9, 0.95), weight_decay=wd)),
    "ada-max": (0.02, lambda p, lr, wd: torch.optim.Adamax(p, lr, weight_decay=wd)),
    "n-adam": (0.02, lambda p, lr, wd: NAdam(p, lr, weight_decay=wd)),
    "r-adam": (0.02, lambda p, lr, wd: torch.optim.RAdam(p, lr, weight_decay=wd)),
    "lion": (0.01, lambda p, lr, wd: Lion(p, lr, weight_decay=wd)),
}
DECOUPLES_ITSELF = {"adam-w", "lion"}


def run(case, variant):
    lr, make = CASES[case]
    i = torch.arange(WEIGHTS, dtype=torch.float64)
    a, c = 0.5 + i / 10, (1 - 2 * (i % 2)) * (2 + i / 10)
    start = (c + i.cos() / 2).float()
    factors = GROUPS if variant == "factors" else [(0, WEIGHTS, 1.0, 1.0)]
    l1 = L1 if variant == "factors" else 0.0
    l2 = L2 if variant == "l2" else 0.0
    decay = DECAY if variant in ("decay", "factors") else 0.0
    if case == "adam":  # its decay is an L2 penalty
        l2, decay = l2 + decay, 0.0
    params = [start[first:end].clone().requires_grad_() for first, end, _, _ in factors]
    own = decay if case in DECOUPLES_ITSELF else l2  # what the optimiser's own weight_decay means
    optimizer = make(
        [{"params": [p], "lr": lr * rate, "weight_decay": own * share} for p, (_, _, rate, share) in zip(params, factors)], lr, 0.0)
    for step in range(STEPS):
        w = torch.cat([p.detach() for p in params]).double()
        g = (a * (w - c) + (3 * w).sin() / 2 + 0.3 * (0.7 * step + i).sin()).float()
        for p, (first, end, _, _) in zip(params, factors):
            p.grad = g[first:end].clone()
        if variant == "clip-norm":
            torch.nn.utils.clip_grad_norm_(params, CLIP_NORM)
        if variant == "clip-value":
            torch.nn.utils.clip_grad_value_(params, CLIP_VALUE)
        with torch.no_grad():
            for p, (_, _, rate, share) in zip(params, factors):
                p.grad += l1 * share * p.sign()
                if case in DECOUPLES_ITSELF:
                    p.grad += l2 * share * p
                else:
                    p *= 1 - lr * rate * decay * share
        optimizer.step()
    final = torch.cat([p.detach() for p in params]).tolist()
    assert all(math.copysign(1, x) == math.copysign(1, y) for x, y in zip(final, c.tolist()))
    return [round(x, 7) for x in final]


VARIANTS = ["plain", "l2", "decay", "clip-norm", "clip-value", "factors"]
lines = [json.dumps(case) + ": " + json.dumps({"learningRate": CASES[case][0], **{v: run(case, v) for v in VARIANTS}}) for case in CASES]
print("{\n" + ",\n".join(lines) + "\n}")
