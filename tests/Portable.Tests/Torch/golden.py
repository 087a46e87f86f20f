#!/usr/bin/env python3
"""Writes Golden.cs: what PyTorch computes from fixed inputs. Run with PyTorch 1.13 or later: ./golden.py > Golden.cs"""
import torch
import torch.nn.functional as F

torch.manual_seed(20240607)
torch.set_num_threads(1)
ITEMS = {}


def keep(name, tensor):
    ITEMS[name] = tensor.detach().clone().contiguous()
    return tensor


def leaf(*shape):
    return torch.randn(*shape).mul(100).round().div(100)


x = keep("X", leaf(4, 3))
w = keep("Weight", leaf(2, 3))
b = keep("Bias", leaf(2))
keep("Linear", F.linear(x, w, b))

points = keep("Points", torch.tensor([-21.0, -3.0, -1.0, -0.25, 0.0, 0.25, 1.0, 3.0, 21.0]))
for name, function in {
    "ReLU": F.relu, "Tanh": torch.tanh, "Sigmoid": torch.sigmoid, "GELU": F.gelu, "SiLU": F.silu, "SELU": F.selu, "Mish": F.mish,
    "ELU": lambda v: F.elu(v, 0.7), "LeakyReLU": lambda v: F.leaky_relu(v, 0.2), "Softplus": lambda v: F.softplus(v, 2, 20),
}.items():
    keep(name, function(points))

norm = torch.nn.BatchNorm1d(3, eps=1e-3, momentum=0.2)
with torch.no_grad():
    norm.weight.copy_(torch.tensor([1.5, 0.5, -1.0]))
    norm.bias.copy_(torch.tensor([0.1, 0.2, 0.3]))
keep("BatchNormTrain", norm(x))
keep("RunningMean", norm.running_mean)
keep("RunningVar", norm.running_var)
norm.eval()
keep("BatchNormEval", norm(x))

logits = keep("Logits", leaf(4, 3))
classes = torch.tensor([2, 0, 1, 2])
class_weight = torch.tensor([1.0, 2.0, 0.5])
keep("CrossEntropy", F.cross_entropy(logits, classes))
keep("CrossEntropySmoothed", F.cross_entropy(logits, classes, class_weight, label_smoothing=0.1))
keep("CrossEntropyRows", F.cross_entropy(logits, classes, reduction="none"))
keep("LogSoftmax", F.log_softmax(logits, 1))
scores = keep("Scores", leaf(5))
truths = keep("Truths", torch.tensor([1.0, 0.0, 1.0, 0.0, 1.0]))
keep("LogitsLoss", F.binary_cross_entropy_with_logits(scores, truths))
keep("LogitsLossWeighed", F.binary_cross_entropy_with_logits(
    scores, truths, torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]), pos_weight=torch.tensor([2.5]), reduction="sum"))
targets = keep("Targets", scores + torch.tensor([0.5, -2.0, 0.1, 3.0, -0.9]))
keep("SquaredError", F.mse_loss(scores, targets))
keep("AbsoluteErrorSum", F.l1_loss(scores, targets, reduction="sum"))
keep("Huber", F.huber_loss(scores, targets, delta=0.75))
keep("SmoothL1", F.smooth_l1_loss(scores, targets, beta=0.75))

w1, b1 = keep("W1", leaf(5, 3)).requires_grad_(), keep("B1", leaf(5)).requires_grad_()
w2, b2 = keep("W2", leaf(3, 5)).requires_grad_(), keep("B2", leaf(3)).requires_grad_()
loss = F.cross_entropy(F.linear(torch.tanh(F.linear(x, w1, b1)), w2, b2), classes)
loss.backward()
keep("MlpLoss", loss)
for name, parameter in {"W1Grad": w1, "B1Grad": b1, "W2Grad": w2, "B2Grad": b2}.items():
    keep(name, parameter.grad)

keep("Deviation", x.std(0))
keep("Variance", x.var(1, unbiased=False))
keep("Cumulative", x.cumsum(1))
keep("LogSumExp", x.logsumexp(1))

print("namespace Portable.Tests.Torch;\n")
print("/// <summary>Inputs and what PyTorch computes from them, in row-major order. Written by golden.py.</summary>")
print("internal static class Golden\n{")
for index, (name, tensor) in enumerate(ITEMS.items()):
    numbers = [f"{v:.9g}f" for v in tensor.flatten().tolist()]
    lines, line = [], ""
    for number in numbers:
        if len(line) + len(number) > 110:
            lines.append(line.rstrip())
            line = ""
        line += number + ", "
    lines.append(line.rstrip())
    print("" if index == 0 else "\n", end="")
    print(f"    public static readonly float[] {name} =\n    [")
    print("\n".join("        " + text for text in lines))
    print("    ];")
print("}")
