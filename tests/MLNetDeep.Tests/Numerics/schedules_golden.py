#!/usr/bin/env python3
"""Writes schedules_golden.json: the factors of PyTorch's schedules before each of 60 steps, 5 an epoch.

Run with PyTorch 1.13 or later:  python3 schedules_golden.py > schedules_golden.json
"""
import json
import math
import warnings

import numpy as np
import torch
from torch.optim import lr_scheduler as schedules

warnings.filterwarnings("ignore")
STEPS, PER_EPOCH = 60, 5
# Falls, stops falling, falls a little too little, falls again.
LOSSES = [1.0, 0.8, 0.7, 0.7, 0.71, 0.69999, 0.72, 0.6, 0.61, 0.6, 0.6, 0.6]


def rates(make, per_epoch=False):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = make(optimizer)
    result = []
    for step in range(STEPS):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if not per_epoch:
            schedule.step()
        elif (step + 1) % PER_EPOCH == 0:
            if isinstance(schedule, schedules.ReduceLROnPlateau):
                schedule.step(LOSSES[step // PER_EPOCH])
            else:
                schedule.step()
    return [round(rate, 12) for rate in result]


def warm_restarts(growth):
    def make(optimizer):
        return schedules.CosineAnnealingWarmRestarts(optimizer, 2 * PER_EPOCH, growth, eta_min=0.1)
    return make


def warmup(optimizer):
    rise = schedules.LinearLR(optimizer, start_factor=0.1, total_iters=7)
    fall = schedules.LambdaLR(optimizer, lambda step: 0.5 * (1 + math.cos(math.pi * step / (STEPS - 7))))
    return schedules.SequentialLR(optimizer, [rise, fall], milestones=[7])


def triangular(optimizer):
    return schedules.LambdaLR(optimizer, lambda step: float(np.interp(step, [0, 0.23 * STEPS, STEPS], [0.2, 1, 0.07])))


result = {
    "constant": rates(lambda o: schedules.ConstantLR(o, factor=1.0)),
    "step": rates(lambda o: schedules.StepLR(o, 3, gamma=0.3), per_epoch=True),
    "exponential": rates(lambda o: schedules.ExponentialLR(o, 0.8 ** (1 / PER_EPOCH))),
    "cosine": rates(lambda o: schedules.CosineAnnealingLR(o, STEPS, eta_min=0.05)),
    "warm-restarts": rates(warm_restarts(1)),
    "warm-restarts-growing": rates(warm_restarts(2)),
    "one-cycle": rates(lambda o: schedules.OneCycleLR(o, 1.0, total_steps=STEPS)),
    "triangular": rates(triangular),
    "linear-warmup": rates(warmup),
    "reduce-on-plateau": rates(lambda o: schedules.ReduceLROnPlateau(o, factor=0.5, patience=1, min_lr=0.2), per_epoch=True),
    "reduce-on-plateau-cooldown": rates(
        lambda o: schedules.ReduceLROnPlateau(o, factor=0.5, patience=0, cooldown=2, threshold=1e-6), per_epoch=True),
}
print(json.dumps({"losses": LOSSES, **result}).replace("], ", "],\n"))
