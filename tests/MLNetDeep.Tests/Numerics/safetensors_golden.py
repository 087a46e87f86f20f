#!/usr/bin/env python3
"""Writes safetensors_golden.json: a network of PyTorch's and numbers of all types, in files that this script lays out itself.

Run with PyTorch 1.13 or later:  python3 safetensors_golden.py > safetensors_golden.json
"""
import base64
import json

import torch

TYPES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
         torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL"}


def save(tensors, metadata=None):
    """github.com/huggingface/safetensors: 8 bytes of length, JSON padded with spaces to a multiple of 8, numbers."""
    header, data = ({"__metadata__": metadata} if metadata else {}), b""
    for name, tensor in tensors.items():
        raw = tensor.contiguous().view(torch.int16).numpy().tobytes() if tensor.dtype == torch.bfloat16 else tensor.numpy().tobytes()
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return base64.b64encode(len(text).to_bytes(8, "little") + text + data).decode()


torch.manual_seed(3)
net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3))
x = torch.randn(5, 4)
weights = {name: value.detach() for name, value in net.state_dict().items()}
numbers = torch.tensor([[0.1, -2.5, 3e4], [0, 1, 127]])
types = {name: numbers.to(kind) for kind, name in TYPES.items() if kind not in (torch.int8, torch.uint8, torch.bool)}
types["I8"] = torch.tensor([-128, 0, 127], dtype=torch.int8)
types["U8"] = torch.tensor([0, 128, 255], dtype=torch.uint8)
types["BOOL"] = torch.tensor([True, False])
types["scalar"] = torch.tensor(1.5)
types["empty"] = torch.zeros(0, 4)
print(json.dumps({
    "network": save(weights, {"format": "pt"}),
    "half": save({f"module.{name}": value.to(torch.float16) for name, value in weights.items()}),
    "input": x.flatten().tolist(),
    "probabilities": net(x).softmax(1).flatten().tolist(),
    "types": save(types),
    "values": {name: value.to(torch.float32).flatten().tolist() for name, value in types.items()},
}))
