"""What the makers of layers_golden.json and its likes share: runs a layer in PyTorch and notes its numbers."""
import json

import torch

CASES = []


def case(name, layers, shape, forward, tensors=(), spread=2.0, rows=4, buffers=(), integers=None, lengths=None):
    """forward(x, tensors) is the reference; tensors are (name, shape) pairs or (name, values)."""
    torch.manual_seed(len(CASES))
    x = torch.rand(rows, *shape) * 2 * spread - spread
    if integers is not None:
        x = torch.tensor(integers, dtype=torch.float32)
    if lengths is not None:  # steps behind a row's end hold minus infinity, null in the file
        for row, length in enumerate(lengths):
            x[row, length:] = 0
    x.requires_grad_()
    values = {}
    for key, content in list(tensors) + list(buffers):
        values[key] = torch.randn(content) if isinstance(content, tuple) else content.clone()
    for key, _ in tensors:
        values[key].requires_grad_()
    start = {key: value.detach().clone() for key, value in values.items()}
    y = forward(x, values)
    (y * torch.cos(torch.arange(y.numel(), dtype=torch.float32)).view(y.shape)).sum().backward()
    CASES.append({
        "name": name,
        "network": {"inputShape": list(shape), "layers": layers},
        "input": flat(x) if lengths is None else [
            None if step >= lengths[row] else number for row in range(rows) for step in range(shape[0]) for number in flat(x[row, step])],
        "tensors": {key: flat(value) for key, value in start.items()},
        "output": flat(y),
        "inputGradient": None if integers is not None or x.grad is None else flat(x.grad),
        "gradients": {key: flat(values[key].grad) for key, _ in tensors},
    })


def write():
    print("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in CASES) + "\n]")


def flat(t):
    return [float(f"{v:.8g}") for v in t.detach().reshape(-1).tolist()]


def kind(name, **members):
    return {"kind": name, **members}
