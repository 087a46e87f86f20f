"""Makes window_layers_golden.json: the layers of forecasts in PyTorch, as layers_golden.py makes those of all other networks.

Run with PyTorch 1.13: python3 window_layers_golden.py > window_layers_golden.json
"""
import torch
from torch.nn import functional as F

from layer_cases import case, kind, write

case("reshape", [kind("reshape", shape=[4, 3]), kind("reshape", shape=[2, 6])], (12,), lambda x, t: x.view(-1, 2, 6))
case("permute", [kind("permute", dimensions=[2, 0, 1])], (2, 3, 4), lambda x, t: x.permute(0, 3, 1, 2), rows=2)
case("permute, then reshape", [kind("permute", dimensions=[1, 0]), kind("reshape", shape=[6])], (3, 2),
     lambda x, t: x.transpose(1, 2).reshape(-1, 6))


def moving_average(x, window):
    """The decomposition of DLinear: the ends are repeated, then an AvgPool1d moves over the steps."""
    half = (window - 1) // 2
    padded = torch.cat([x[:, :1].repeat(1, half, 1), x, x[:, -1:].repeat(1, half, 1)], 1)
    return F.avg_pool1d(padded.permute(0, 2, 1), window, 1).permute(0, 2, 1)


case("moving average", [kind("moving-average", window=5)], (9, 2), lambda x, t: moving_average(x, 5), rows=2)
case("moving average wider than the window", [kind("moving-average", window=9)], (3, 2), lambda x, t: moving_average(x, 9), rows=2)
case("remainder", [kind("moving-average", window=3, remainder=True)], (6, 1), lambda x, t: x - moving_average(x, 3), rows=2)
for steps, size in ((3, 8), (2, 5), (1, 4), (6, 4), (7, 3)):
    case(f"interpolate {steps} to {size}", [kind("interpolate", steps=size)], (steps, 2),
         lambda x, t, n=size: F.interpolate(x.permute(0, 2, 1), size=n, mode="linear").permute(0, 2, 1), rows=2)


def revin(x, t, targets, kind_of_norm, inner, steps=4, features=3, levels=1, affine=False, eps=1e-5):
    """RevIN of its authors' repository, over the targets among the features of a flat window, as is NLinear's last value."""
    past = x[:, :steps * features].view(-1, steps, features)
    y = past[..., :targets]
    shift = y.mean(1, keepdim=True) if kind_of_norm == "meanAndDeviation" else y[:, -1:]
    scale = torch.ones_like(shift) if kind_of_norm == "lastValue" else torch.sqrt(y.var(1, keepdim=True, unbiased=False) + eps)
    y = (y - shift) / scale
    if affine:
        y = y * t["0.affine_weight"] + t["0.affine_bias"]
    row = torch.cat([torch.cat([y, past[..., targets:]], 2).flatten(1), x[:, steps * features:]], 1)
    z = inner(row).view(len(x), -1, targets, levels)
    if affine:
        z = (z - t["0.affine_bias"][:, None]) / (t["0.affine_weight"][:, None] + eps * eps)
    return (z * scale[..., None] + shift[..., None]).flatten(1)


def window_norm(kind_of_norm, targets, layers, **members):
    return [kind("window-norm", normalization=kind_of_norm, stepCount=4, featureCount=3, targetCount=targets, layers=layers, **members)]


def linear(t):
    return lambda row: F.linear(row, t["0.inner.0.weight"], t["0.inner.0.bias"])


for name in ("lastValue", "meanAndDeviation", "lastValueAndDeviation"):
    for targets, width, levels, affine in ((1, 12, 1, False), (2, 14, 3, False), (3, 13, 2, True)):
        outputs = 2 * targets * levels
        weights = [("0.inner.0.weight", (outputs, width)), ("0.inner.0.bias", (outputs,))]
        if affine:
            weights = [("0.affine_weight", (targets,)), ("0.affine_bias", (targets,))] + weights
        case(f"window norm {name}, {targets} targets",
             window_norm(name, targets, [kind("linear", outFeatures=outputs)], outputsPerTarget=levels, affine=affine), (width,),
             lambda x, t, n=name, c=targets, q=levels, a=affine: revin(x, t, c, n, linear(t), levels=q, affine=a), weights)
case("window norm around nothing", window_norm("lastValue", 1, []), (12,), lambda x, t: revin(x, t, 1, "lastValue", lambda row: row))


def doubly_residual(x, t):
    """N-BEATS: what a block explains is taken from the window; the rest of the row stays; forecasts add up."""
    forecast = 0
    for block in range(3):
        out = F.linear(x, t[f"0.block{block}.0.weight"], t[f"0.block{block}.0.bias"])
        x = torch.cat([x[:, :4] - out[:, :4], x[:, 4:]], 1)
        forecast = forecast + out[:, 4:]
    return forecast


case("doubly residual", [kind("doubly-residual", backcastCount=4, blocks=[[kind("linear", outFeatures=7)]] * 3)], (6,), doubly_residual,
     [(f"0.block{block}.0.{name}", shape) for block in range(3) for name, shape in (("weight", (7, 6)), ("bias", (7,)))])
case("doubly residual, one block, no other numbers",
     [kind("doubly-residual", backcastCount=3, blocks=[[kind("linear", outFeatures=5, bias=False)]])], (3,),
     lambda x, t: F.linear(x, t["0.block0.0.weight"])[:, 3:], [("0.block0.0.weight", (5, 3))])

write()
