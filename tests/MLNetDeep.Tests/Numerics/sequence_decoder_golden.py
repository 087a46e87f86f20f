"""Makes sequence_decoder_golden.json: decoders in PyTorch, taught (forward and gradients) and left to themselves.

Run with PyTorch 1.13: python3 sequence_decoder_golden.py > sequence_decoder_golden.json
"""
import torch

from layer_cases import CASES, case, flat, kind, write

GATES = {"rnn": 1, "lstm": 4, "gru": 3}
ROWS, STEPS, FEATURES, HIDDEN, EMBEDDING = 5, 6, 3, 4, 2


def tensors(cell, outputs):
    inputs = FEATURES + (EMBEDDING if outputs > 1 else 1)
    width = GATES[cell] * HIDDEN
    generator = torch.Generator().manual_seed(7 + outputs)
    shapes = {"rnn.weight_ih_l0": (width, inputs), "rnn.weight_hh_l0": (width, HIDDEN), "rnn.bias_ih_l0": (width,),
              "rnn.bias_hh_l0": (width,), "linear.weight": (outputs, HIDDEN), "linear.bias": (outputs,)}
    if outputs > 1:
        shapes = {"embedding.weight": (outputs, EMBEDDING), **shapes}
    return [(f"0.{name}", torch.randn(shape, generator=generator)) for name, shape in shapes.items()]


def decode(cell, outputs, context, t, targets=None):
    """Step by step, with nn.RNNCell and the like; without targets each step is fed the output before."""
    h = c = torch.zeros(len(context), HIDDEN)
    previous = torch.zeros(len(context))
    steps = []
    for step in range(STEPS):
        fed = t["0.embedding.weight"][previous.long()] if outputs > 1 else previous[:, None]
        x = torch.cat([fed, context], 1)
        weights = [t[f"0.rnn.{name}_l0"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
        if cell == "lstm":
            h, c = torch._VF.lstm_cell(x, (h, c), *weights)
        else:
            h = (torch._VF.gru_cell if cell == "gru" else torch._VF.rnn_tanh_cell)(x, h, *weights)
        y = torch.nn.functional.linear(h, t["0.linear.weight"], t["0.linear.bias"])
        steps.append(y)
        if targets is not None:
            previous = targets[:, step].clamp(min=0) if outputs > 1 else targets[:, step]
        else:
            previous = (y.argmax(1).float() if outputs > 1 else y[:, 0]).detach()
    return torch.stack(steps, 1)


TOKENS = torch.tensor([[1, 2, 3, 0, -1, -1], [0, -1, -1, -1, -1, -1], [3, 3, 3, 3, 3, 0], [2, 0, -1, -1, -1, -1], [1, 1, 2, 2, 3, 3]])
NUMBERS = torch.sin(torch.arange(ROWS * STEPS, dtype=torch.float32)).view(ROWS, STEPS)

for cell in GATES:
    for outputs, targets in ((4, TOKENS.float()), (1, NUMBERS)):
        layer = kind("sequence-decoder", cell=cell, hiddenSize=HIDDEN, steps=STEPS, outputCount=outputs, embeddingSize=EMBEDDING)
        case(f"{cell} decoder of {outputs}", [layer], (FEATURES,),
             lambda x, t, c=cell, o=outputs, g=targets: decode(c, o, x, t, g), tensors(cell, outputs), rows=ROWS)
        CASES[-1]["targets"] = flat(targets)
        x = torch.tensor(CASES[-1]["input"]).view(ROWS, FEATURES)
        t = dict(tensors(cell, outputs))
        CASES[-1]["own"] = flat(decode(cell, outputs, x, t))

write()
