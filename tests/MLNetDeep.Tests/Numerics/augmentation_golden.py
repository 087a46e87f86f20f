"""Makes augmentation_golden.json: images moved by PyTorch's affine_grid and grid_sample, and by its flip and pad.

Run with PyTorch 1.13: python3 augmentation_golden.py > augmentation_golden.json
"""
import json
import math

import torch
from torch.nn import functional as F

GRID_MODES = {"zeros": "zeros", "replicate": "border", "reflect": "reflection"}
PAD_MODES = {"zeros": "constant", "replicate": "replicate", "reflect": "reflect"}


def flat(t):
    return [float(f"{v:.7g}") for v in t.reshape(-1).tolist()]


def channels_last(t):
    return t.squeeze(0).permute(1, 2, 0).contiguous()


def flipped(x, upside_down, mirrored):
    dims = ([2] if upside_down else []) + ([3] if mirrored else [])
    return torch.flip(x, dims) if dims else x


def case(kind, x, y, edges, **members):
    n, c, h, w = x.shape
    return {"kind": kind, "shape": [h, w, c], "edges": edges, **members, "input": flat(channels_last(x)), "output": flat(channels_last(y))}


def affine(shape, edges, degrees, size, dy, dx, upside_down=False, mirrored=False):
    c, h, w = shape
    x = torch.randn(1, c, h, w)
    a = math.radians(degrees)
    cos, sin = math.cos(a) / size, math.sin(a) / size
    theta = torch.tensor([[
        [cos, -sin * (h - 1) / (w - 1), 2 * dx / (w - 1)],
        [sin * (w - 1) / (h - 1), cos, 2 * dy / (h - 1)],
    ]])
    grid = F.affine_grid(theta, x.shape, align_corners=True)
    y = F.grid_sample(flipped(x, upside_down, mirrored), grid, padding_mode=GRID_MODES[edges], align_corners=True)
    return case("affine", x, y, edges, degrees=degrees, size=size, dy=dy, dx=dx, upsideDown=upside_down, mirrored=mirrored)


def move(shape, edges, dy, dx, upside_down=False, mirrored=False):
    c, h, w = shape
    x = torch.randn(1, c, h, w)
    top, left = abs(dy), abs(dx)
    padded = F.pad(flipped(x, upside_down, mirrored), (left, left, top, top), mode=PAD_MODES[edges])
    y = padded[:, :, top + dy:top + dy + h, left + dx:left + dx + w]
    return case("move", x, y, edges, dy=dy, dx=dx, upsideDown=upside_down, mirrored=mirrored)


torch.manual_seed(0)
cases = []
for edges in GRID_MODES:
    cases.append(affine((1, 5, 7), edges, 30.0, 1.0, 0.0, 0.0))
    cases.append(affine((2, 6, 5), edges, -75.0, 0.6, 1.3, -2.2))
    cases.append(affine((3, 4, 6), edges, 12.0, 1.4, -0.7, 0.4, True, True))
    cases.append(affine((1, 6, 6), edges, 170.0, 0.3, 0.0, 3.0, False, True))
    cases.append(move((1, 5, 6), edges, 2, -3, False, True))
    cases.append(move((3, 4, 5), edges, -3, 4, True, True))
    cases.append(move((2, 3, 6), edges, 1, 5, True, False))
    cases.append(move((1, 3, 3), edges, 0, 0, False, True))
print("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]")
