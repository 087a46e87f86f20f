"""Makes layers_golden.json: each kind of layer in PyTorch, its outputs and the gradients of sum(output * cos(0, 1, 2, ...)).

Run with PyTorch 1.13: python3 layers_golden.py > layers_golden.json
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

from layer_cases import case, kind, write

ACTIVATIONS = {
    "relu": F.relu, "leakyRelu": F.leaky_relu, "elu": F.elu, "selu": F.selu, "gelu": F.gelu, "silu": F.silu, "mish": F.mish,
    "tanh": torch.tanh, "sigmoid": torch.sigmoid, "softplus": F.softplus, "identity": lambda x: x,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"), "hardSigmoid": F.hardsigmoid, "hardTanh": F.hardtanh,
    "hardSwish": F.hardswish, "softsign": F.softsign, "step": lambda x: (x > 0).float() + 0 * x,
}
for name, function in ACTIVATIONS.items():
    case(name, [kind("activation", function=name)], (5,), lambda x, t, f=function: f(x), spread=5)
    case("parametric " + name, [kind("parametric-activation", function=name)], (3,),
         lambda x, t, f=function: x + (f(x) - x) * t["0.weight"], [("0.weight", (3,))], spread=5)
case("leaky slope", [kind("activation", function="leakyRelu", parameter=0.3)], (5,), lambda x, t: F.leaky_relu(x, 0.3))
case("elu factor", [kind("activation", function="elu", parameter=0.7)], (5,), lambda x, t: F.elu(x, 0.7))
case("prelu", [kind("parametric-relu")], (3,), lambda x, t: F.prelu(x, t["0.weight"]), [("0.weight", (3,))])
case("maxout", [kind("maxout", pieceCount=3)], (6,), lambda x, t: x.view(-1, 2, 3).max(2).values)
case("scale", [kind("scale")], (3,), lambda x, t: x * t["0.weight"], [("0.weight", (3,))])

linear = [("0.weight", (4, 3)), ("0.bias", (4,))]
case("linear", [kind("linear", outFeatures=4, bias=True, initialization="glorot")], (3,),
     lambda x, t: F.linear(x, t["0.weight"], t["0.bias"]), linear)
case("linear without bias", [kind("linear", outFeatures=4, bias=False, initialization="zeros")], (3,),
     lambda x, t: F.linear(x, t["0.weight"]), linear[:1])
for bias in (True, False):
    for shape in ((3,), (2, 3)):
        case(f"ntk {bias} {shape}",
             [kind("linear", outFeatures=4, bias=bias, initialization="standardNormal", ntkParametrization=True)], shape,
             lambda x, t, b=bias: F.linear(x, t["0.weight"]) / math.sqrt(3) + (t["0.bias"] if b else 0), linear[:1 + bias])
case("linear of members", [kind("linear", outFeatures=4, bias=True, initialization="kaiming")], (2, 3),
     lambda x, t: F.linear(x, t["0.weight"], t["0.bias"]), linear)

norm = [("0.weight", (5,)), ("0.bias", (5,))]
case("layer norm", [kind("layer-norm", epsilon=1e-4)], (5,), lambda x, t: F.layer_norm(x, (5,), t["0.weight"], t["0.bias"], 1e-4), norm)
running = [("0.running_mean", torch.zeros(5)), ("0.running_var", torch.ones(5))]
case("batch norm", [kind("batch-norm-1d", momentum=0.1, epsilon=1e-5)], (5,),
     lambda x, t: F.batch_norm(x, None, None, t["0.weight"], t["0.bias"], True), norm, buffers=running)
case("batch norm of members", [kind("batch-norm-1d", momentum=0.1, epsilon=1e-5)], (3, 5),
     lambda x, t: F.batch_norm(x.flatten(0, 1), None, None, t["0.weight"], t["0.bias"], True).view(x.shape), norm, buffers=running)

relu, tanh = kind("activation", function="relu"), kind("activation", function="tanh")
case("branches", [kind("parallel", branches=[[kind("select", columns=[2, 0])], [tanh], []], join="concatenate")], (3,),
     lambda x, t: torch.cat([x[:, [2, 0]], torch.tanh(x), x], 1))
case("residual", [kind("parallel", branches=[[kind("linear", outFeatures=3, bias=False, initialization="leCun"), relu], []], join="add")],
     (3,), lambda x, t: F.relu(F.linear(x, t["0.branch0.0.weight"])) + x, [("0.branch0.0.weight", (3, 3))])


def per_feature(z, weight):
    return torch.einsum("bfi,fio->bfo", z, weight)


def pbld(x, t):
    z = torch.cos(2 * math.pi * x[..., None] * t["0.frequency"] + t["0.phase"])
    return torch.cat([per_feature(z, t["0.weight"]) + t["0.bias"], x[..., None]], 2).flatten(1)


def plr(x, t, lite=False):
    z = 2 * math.pi * x[..., None] * t["0.frequency"]
    z = torch.cat([torch.cos(z), torch.sin(z)], 2)
    y = F.linear(z, t["0.weight"], t["0.bias"]) if lite else per_feature(z, t["0.weight"]) + t["0.bias"]
    return F.relu(y).flatten(1)


waves = kind("periodic-embedding", frequencyCount=4, frequencyScale=0.1, embeddingSize=3)
case("pbld", [{**waves, "learnedPhase": True, "keepInput": True}], (2,), pbld,
     [("0.frequency", (2, 4)), ("0.phase", (2, 4)), ("0.weight", (2, 4, 3)), ("0.bias", (2, 3))], spread=0.5)
case("plr", [{**waves, "relu": True}], (2,), plr, [("0.frequency", (2, 4)), ("0.weight", (2, 8, 3)), ("0.bias", (2, 3))], spread=0.5)
case("plr lite", [{**waves, "relu": True, "sharedLinear": True}], (2,), lambda x, t: plr(x, t, True),
     [("0.frequency", (2, 4)), ("0.weight", (3, 8)), ("0.bias", (3,))], spread=0.5)

EDGES = [[-2.0, -0.5, 0.25, 2.0], [-1.0, 1.0]]  # three bins, and one


def places(x, t):
    """Component by component as arXiv:2203.05556 defines it."""
    columns = []
    for feature, edges in enumerate(EDGES):
        bins = len(edges) - 1
        for b in range(3):
            if b >= bins:
                columns.append(torch.zeros_like(x[:, 0]))
                continue
            z = (x[:, feature] - edges[b]) / (edges[b + 1] - edges[b])
            z = z if b == 0 else z.clamp_min(0)
            columns.append(z if b == bins - 1 else z.clamp_max(1))
    return torch.stack(columns, 1).view(-1, 2, 3)


HUGE = 3.4028235e38
scale = [
    ("0.left", torch.tensor([[-2.0, -0.5, 0.25], [-1, 0, 0]])), ("0.slope", torch.tensor([[1 / 1.5, 1 / 0.75, 1 / 1.75], [0.5, 0, 0]])),
    ("0.lower", torch.tensor([[-HUGE, 0, 0], [-HUGE, 0, 0]])), ("0.upper", torch.tensor([[1, 1, HUGE], [HUGE, 0, 0]])),
]
ple = kind("piecewise-linear-embedding", binCount=3)
case("bins", [ple], (2,), lambda x, t: places(x, t).flatten(1), buffers=scale, spread=3)
case("bins, version A", [{**ple, "embeddingSize": 2, "relu": True, "shortcut": False}], (2,),
     lambda x, t: F.relu(per_feature(places(x, t), t["0.weight"]) + t["0.bias"]).flatten(1),
     [("0.weight", (2, 3, 2)), ("0.bias", (2, 2))], buffers=scale, spread=3)
case("bins, version B", [{**ple, "embeddingSize": 2, "relu": True}], (2,),
     lambda x, t: (F.relu(per_feature(places(x, t), t["0.weight"])) + x[..., None] * t["0.shortcut"] + t["0.bias"]).flatten(1),
     [("0.weight", (2, 3, 2)), ("0.bias", (2, 2)), ("0.shortcut", (2, 2))], buffers=scale, spread=3)
case("categories", [kind("category-embedding", categoryCounts=[2, 3], embeddingSize=2)], (2,),
     lambda x, t: t["0.weight"][torch.tensor([[0, 3], [1, 4], [2, 6], [0, 3], [1, 5]])].flatten(1), [("0.weight", (7, 2))],
     integers=[[0, 0], [1, 1], [2, 3], [3, 4], [1, 2]], rows=5)

case("ensemble linear", [kind("ensemble-linear", outFeatures=4)], (2, 3),
     lambda x, t: F.linear(x * t["0.r"], t["0.weight"]) * t["0.s"] + t["0.bias"],
     [("0.weight", (4, 3)), ("0.r", (2, 3)), ("0.s", (2, 4)), ("0.bias", (2, 4))])
case("ensemble view, member scale", [kind("ensemble-view", memberCount=2), kind("member-scale")], (3,),
     lambda x, t: x[:, None] * t["1.weight"], [("1.weight", (2, 3))])
case("member linear", [kind("member-linear", outFeatures=4)], (2, 3),
     lambda x, t: torch.einsum("bki,koi->bko", x, t["0.weight"]) + t["0.bias"], [("0.weight", (2, 4, 3)), ("0.bias", (2, 4))])

# Rows of images and signals are channels last; the references work on channels first, and their weights have PyTorch's shapes.
def first(x):
    return x.permute(0, 3, 1, 2) if x.dim() == 4 else x.permute(0, 2, 1)


def last(y):
    return y.permute(0, 2, 3, 1) if y.dim() == 4 else y.permute(0, 2, 1)


def extent(height, width=None):
    return {"height": height, "width": height if width is None else width}


def padding(height, width=None):
    return {"kind": "given", "size": extent(height, width)} if isinstance(height, int) else {"kind": height, "size": extent(0)}


def conv(out_channels, kernel, **options):
    defaults = {"stride": extent(1), "padding": padding(0), "dilation": extent(1)}
    return kind("conv", outChannels=out_channels, kernel=kernel, **{**defaults, **options})


case("convolution", [conv(3, extent(3, 2), stride=extent(2, 1), padding=padding(1, 0))], (5, 4, 2),
     lambda x, t: last(F.conv2d(first(x), t["0.weight"], t["0.bias"], (2, 1), (1, 0))),
     [("0.weight", (3, 2, 3, 2)), ("0.bias", (3,))], rows=2)
case("convolution in groups, dilated", [conv(4, extent(2), dilation=extent(2), groups=2, bias=False)], (4, 5, 2),
     lambda x, t: last(F.conv2d(first(x), t["0.weight"], None, dilation=2, groups=2)), [("0.weight", (4, 1, 2, 2))], rows=2)
case("convolution of same size", [conv(2, extent(2), padding=padding("same"))], (3, 4, 1),
     lambda x, t: last(F.conv2d(first(x), t["0.weight"], t["0.bias"], padding="same")),
     [("0.weight", (2, 1, 2, 2)), ("0.bias", (2,))], rows=2)
case("convolution of a signal", [conv(3, extent(3), stride=extent(2), padding=padding("full"))], (6, 2),
     lambda x, t: last(F.conv1d(first(x), t["0.weight"], t["0.bias"], 2, 2)), [("0.weight", (3, 2, 3)), ("0.bias", (3,))], rows=2)
case("max pool", [kind("max-pool", kernel=extent(3, 2), stride=extent(2), padding=padding(1))], (5, 6, 2),
     lambda x, t: last(F.max_pool2d(first(x), (3, 2), 2, 1)), rows=2)
case("max pool of a signal over the edge", [kind("max-pool", kernel=extent(2), padding=padding(0), ceilMode=True)], (5, 2),
     lambda x, t: last(F.max_pool1d(first(x), 2, ceil_mode=True)), rows=2)
case("global average pool", [kind("global-pool", pool="average")], (3, 2, 4), lambda x, t: x.mean((1, 2)), rows=2)
case("global max pool, flat", [kind("global-pool", pool="max"), kind("flatten")], (5, 3), lambda x, t: x.amax(1), rows=2)
case("batch norm of an image", [kind("batch-norm-1d", momentum=0.1, epsilon=1e-5)], (3, 2, 2),
     lambda x, t: last(F.batch_norm(first(x), t["0.running_mean"], t["0.running_var"], t["0.weight"], t["0.bias"], True)),
     [("0.weight", (2,)), ("0.bias", (2,))], buffers=[("0.running_mean", torch.zeros(2)), ("0.running_var", torch.ones(2))], rows=2)

case("average pool", [kind("average-pool", kernel=extent(3, 2), stride=extent(2), padding=padding(1))], (5, 6, 2),
     lambda x, t: last(F.avg_pool2d(first(x), (3, 2), 2, 1)), rows=2)
case("average pool over the edge, padding not counted",
     [kind("average-pool", kernel=extent(3), stride=extent(2), padding=padding(1), ceilMode=True, countIncludePad=False)], (6, 5, 2),
     lambda x, t: last(F.avg_pool2d(first(x), 3, 2, 1, True, False)), rows=2)
case("average pool over the edge", [kind("average-pool", kernel=extent(3), stride=extent(2), padding=padding(1), ceilMode=True)],
     (6, 5, 2), lambda x, t: last(F.avg_pool2d(first(x), 3, 2, 1, True)), rows=2)
case("average pool of same size", [kind("average-pool", kernel=extent(2), stride=extent(1), padding=padding("same"))], (3, 4, 2),
     lambda x, t: last(F.avg_pool2d(F.pad(first(x), (0, 1, 0, 1)), 2, 1)), rows=2)
# Keras: the mean of what lies inside.
case("average pool of same size, padding not counted",
     [kind("average-pool", kernel=extent(2), stride=extent(1), padding=padding("same"), countIncludePad=False)], (3, 4, 2),
     lambda x, t: last(
         F.avg_pool2d(F.pad(first(x), (0, 1, 0, 1)), 2, 1) / F.avg_pool2d(F.pad(torch.ones(2, 2, 3, 4), (0, 1, 0, 1)), 2, 1)), rows=2)
case("average pool of a signal", [kind("average-pool", kernel=extent(2), padding=padding(0))], (7, 2),
     lambda x, t: last(F.avg_pool1d(first(x), 2)), rows=2)
for pool, function1, function2 in (("average", F.adaptive_avg_pool1d, F.adaptive_avg_pool2d),
                                   ("max", F.adaptive_max_pool1d, F.adaptive_max_pool2d)):
    case(f"adaptive {pool} pool", [kind("adaptive-pool", outputSize=extent(3, 2), pool=pool)], (7, 5, 2),
         lambda x, t, f=function2: last(f(first(x), (3, 2))), rows=2)
    case(f"adaptive {pool} pool to a larger size", [kind("adaptive-pool", outputSize=extent(4, 3), pool=pool)], (3, 2, 2),
         lambda x, t, f=function2: last(f(first(x), (4, 3))), rows=2)
    case(f"adaptive {pool} pool of a signal", [kind("adaptive-pool", outputSize=extent(4), pool=pool)], (9, 2),
         lambda x, t, f=function1: last(f(first(x), 4)), rows=2)


def transposed(out_channels, kernel, **options):
    defaults = {"stride": extent(1), "padding": padding(0), "outputPadding": extent(0), "dilation": extent(1)}
    return kind("conv-transpose", outChannels=out_channels, kernel=kernel, **{**defaults, **options})


case("transposed convolution", [transposed(3, extent(3, 2), stride=extent(2), padding=padding(1, 0), outputPadding=extent(1, 0))],
     (3, 4, 2), lambda x, t: last(F.conv_transpose2d(first(x), t["0.weight"], t["0.bias"], 2, (1, 0), (1, 0))),
     [("0.weight", (2, 3, 3, 2)), ("0.bias", (3,))], rows=2)
case("transposed convolution in groups, dilated", [transposed(4, extent(2), stride=extent(1, 3), dilation=extent(2), groups=2, bias=False)],
     (3, 2, 4), lambda x, t: last(F.conv_transpose2d(first(x), t["0.weight"], None, (1, 3), dilation=2, groups=2)),
     [("0.weight", (4, 2, 2, 2))], rows=2)
case("transposed convolution of same size", [transposed(2, extent(3, 1), stride=extent(2), padding=padding("same"))], (3, 2, 2),
     lambda x, t: last(F.conv_transpose2d(first(x), t["0.weight"], t["0.bias"], 2, 0, (0, 1))[:, :, :6]),
     [("0.weight", (2, 2, 3, 1)), ("0.bias", (2,))], rows=2)
case("transposed convolution of a signal", [transposed(3, extent(4), stride=extent(2), padding=padding(1))], (5, 2),
     lambda x, t: last(F.conv_transpose1d(first(x), t["0.weight"], t["0.bias"], 2, 1)), [("0.weight", (2, 3, 4)), ("0.bias", (3,))], rows=2)
affine = [("0.weight", (4,)), ("0.bias", (4,))]
for groups, shape in ((2, (3, 2, 4)), (1, (3, 2, 4)), (4, (3, 2, 4)), (2, (5, 4))):
    case(f"group norm {groups} {shape}", [kind("group-norm", groups=groups, epsilon=1e-4)], shape,
         lambda x, t, g=groups: last(F.group_norm(first(x), g, t["0.weight"], t["0.bias"], 1e-4)), affine, rows=2)
case("group norm of flat rows", [kind("group-norm", groups=2)], (4,),
     lambda x, t: F.group_norm(x, 2, t["0.weight"], t["0.bias"]), affine)


def squeeze_excite(x, t):
    means = first(x).flatten(2).mean(2)
    gates = torch.sigmoid(F.linear(F.relu(F.linear(means, t["0.fc1.weight"], t["0.fc1.bias"])), t["0.fc2.weight"], t["0.fc2.bias"]))
    return last(first(x) * gates[(...,) + (None,) * (x.dim() - 2)])


gate = [("0.fc1.weight", (2, 4)), ("0.fc1.bias", (2,)), ("0.fc2.weight", (4, 2)), ("0.fc2.bias", (4,))]
for shape in ((3, 2, 4), (5, 4)):
    case(f"squeeze and excite {shape}", [kind("squeeze-excite", reduction=2)], shape, squeeze_excite, gate, rows=2)
case("local response norm", [kind("local-response-norm", size=5, k=2.0)], (3, 2, 7),
     lambda x, t: last(F.local_response_norm(first(x), 5, 1e-4, 0.75, 2.0)), rows=2)
case("local response norm of even size", [kind("local-response-norm", size=4, alpha=0.5, beta=0.6)], (6, 3),
     lambda x, t: last(F.local_response_norm(first(x), 4, 0.5, 0.6, 1.0)), rows=2, spread=3)

write()
