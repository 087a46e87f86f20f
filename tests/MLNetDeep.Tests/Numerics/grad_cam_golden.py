"""Writes grad_cam_golden.json: class maps of a small network for three methods, three layers and two pools, by PyTorch's autograd."""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
WEIGHTS = {
    "1.weight": torch.randn(4, 2, 3, 3) / 3, "1.bias": torch.randn(4) / 4,
    "4.branch0.0.weight": torch.randn(4, 4, 3, 3) / 4, "4.branch0.0.bias": torch.randn(4) / 4,
    "7.weight": torch.randn(3, 4), "7.bias": torch.randn(3),
}
WEIGHTS = {name: tensor.float().double() for name, tensor in WEIGHTS.items()}
ROWS = torch.randn(3, 2, 8, 6).float().double()


def forward(x, pool, kept, name):
    """Layer 0 normalises with mean 0 and factor 1; the observed layer's output becomes a leaf."""
    def keep(position, value):
        if position == name:
            value = value.detach().requires_grad_()
            kept.append(value)
        return value

    x = keep("1", F.conv2d(x, WEIGHTS["1.weight"], WEIGHTS["1.bias"], padding=1))
    x = keep("2", F.relu(x))
    x = keep("3", F.max_pool2d(x, 2))
    inner = keep("4.branch0.0", F.conv2d(x, WEIGHTS["4.branch0.0.weight"], WEIGHTS["4.branch0.0.bias"], padding=1))
    x = keep("4", inner + x)
    x = keep("5", F.relu(x))
    x = x.mean((2, 3)) if pool == "Average" else x.amax((2, 3))
    return F.linear(x, WEIGHTS["7.weight"], WEIGHTS["7.bias"])


def maps(pool, name, method):
    kept = []
    scores = forward(ROWS, pool, kept, name)
    scores.max(1).values.sum().backward()
    values, gradients = kept[0].detach(), kept[0].grad
    if method == "GradCam":
        weights = gradients.mean((2, 3), keepdim=True)
    elif method == "LayerCam":
        weights = F.relu(gradients)
    else:
        share = gradients ** 2 / (2 * gradients ** 2 + values.sum((2, 3), keepdim=True) * gradients ** 3)
        share = torch.where(gradients == 0, torch.zeros_like(share), share)
        weights = (share * F.relu(gradients)).sum((2, 3), keepdim=True)
    result = F.relu((weights * values).sum(1, keepdim=True))
    return F.interpolate(result, size=(8, 6), mode="bilinear", align_corners=False).flatten(1).tolist()


def rounded(value):
    return [rounded(item) for item in value] if isinstance(value, list) else float("%.7g" % value)


golden = {
    "tensors": {name: tensor.flatten().tolist() for name, tensor in WEIGHTS.items()},
    "rows": ROWS.flatten(1).tolist(),
    "maps": {
        f"{pool} {name} {method}": rounded(maps(pool, name, method))
        for pool in ("Average", "Max") for name in ("2", "4.branch0.0", "5") for method in ("GradCam", "GradCamPlusPlus", "LayerCam")
    },
}
pathlib.Path(__file__).with_name("grad_cam_golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
