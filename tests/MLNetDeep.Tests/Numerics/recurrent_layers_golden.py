"""Makes recurrent_layers_golden.json: recurrent layers and pools of steps in PyTorch, as layers_golden.py does for the others.

Run with PyTorch 1.13: python3 recurrent_layers_golden.py > recurrent_layers_golden.json
"""
import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from layer_cases import case, kind, write

GATES = {"rnn": 1, "lstm": 4, "gru": 3}


def tensors(cell, inputs, hidden, both, layer=0):
    """Drawn small enough for the state not to be chaotic, which would show in the last digits."""
    width = GATES[cell] * hidden
    shapes = {"weight_ih": (width, inputs), "weight_hh": (width, hidden), "bias_ih": (width,), "bias_hh": (width,)}
    generator = torch.Generator().manual_seed(hidden)
    return [(f"{layer}.{name}{suffix}", torch.randn(shape, generator=generator) / 2)
            for suffix in ("_l0", "_l0_reverse")[: 2 if both else 1] for name, shape in shapes.items()]


def run(cell, inputs, hidden, both, x, t, layer=0, lengths=None, state=None):
    """The functions behind nn.RNN, nn.LSTM and nn.GRU, whose weights can be any tensors; rows of several lengths are packed."""
    suffixes = ("_l0", "_l0_reverse")[: 2 if both else 1]
    weights = [t[f"{layer}.{name}{suffix}"] for suffix in suffixes for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
    function = {"rnn": torch._VF.rnn_tanh, "lstm": torch._VF.lstm, "gru": torch._VF.gru}[cell]
    if state is None:
        zeros = torch.zeros(len(suffixes), len(x), hidden)
        state = (zeros, zeros) if cell == "lstm" else zeros
    options = (weights, True, 1, 0.0, True, both)
    if lengths is None:
        y, *state = function(x, state, *options, True)
        return y, tuple(state) if cell == "lstm" else state[0]
    packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    y = PackedSequence(function(packed.data, packed.batch_sizes, state, *options)[0], *packed[1:])
    return pad_packed_sequence(y, batch_first=True, total_length=x.shape[1])


def recurrent(cell, hidden, both=False, **more):
    return kind("recurrent", cell=cell, hiddenSize=hidden, bidirectional=both, **more)


for cell in GATES:
    for inputs, hidden, both in ((3, 5, False), (2, 8, True), (1, 3, True)):
        case(f"{cell} {inputs} {hidden} {both}", [recurrent(cell, hidden, both)], (6, inputs),
             lambda x, t, c=cell, i=inputs, h=hidden, b=both: run(c, i, h, b, x, t)[0], tensors(cell, inputs, hidden, both), rows=7)
    case(f"{cell} of one step", [recurrent(cell, 4)], (1, 3), lambda x, t, c=cell: run(c, 3, 4, False, x, t)[0], tensors(cell, 3, 4, False))
    case(f"two layers of {cell}", [recurrent(cell, 4, True), recurrent(cell, 3)], (5, 2),
         lambda x, t, c=cell: run(c, 8, 3, False, run(c, 2, 4, True, x, t)[0], t, 1)[0],
         tensors(cell, 2, 4, True) + tensors(cell, 8, 3, False, 1), rows=13)
    lengths = [4, 1, 6, 3, 6, 2, 5, 1]
    case(f"{cell} of several lengths", [kind("step-mask"), recurrent(cell, 5, True)], (6, 2),
         lambda x, t, c=cell: run(c, 2, 5, True, x, t, 1, lengths)[0], tensors(cell, 2, 5, True, 1), rows=8, lengths=lengths)


def truncated(cell, x, t, steps):
    """The state goes on from stretch to stretch, its gradient does not."""
    outputs, state = [], None
    for start in range(0, x.shape[1], steps):
        y, state = run(cell, x.shape[2], t["0.weight_hh_l0"].shape[1], False, x[:, start:start + steps], t, state=state)
        state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
        outputs.append(y)
    return torch.cat(outputs, 1)


for cell in GATES:
    case(f"truncated {cell}", [recurrent(cell, 4, truncationSteps=3)], (8, 2),
         lambda x, t, c=cell: truncated(c, x, t, 3), tensors(cell, 2, 4, False), rows=3)


def mask(x, lengths):
    return (torch.arange(x.shape[1]) < torch.tensor(lengths)[:, None])[..., None]


def pool(name, x, lengths):
    inside = mask(x, lengths)
    last = x[torch.arange(len(x)), torch.tensor(lengths) - 1]
    if name == "last":
        return last
    if name == "ends":
        half = x.shape[2] // 2
        return torch.cat([last[:, :half], x[:, 0, half:]], 1)
    if name == "mean":
        return (x * inside).sum(1) / torch.tensor(lengths)[:, None]
    return x.masked_fill(~inside, -torch.inf).amax(1)


def attention(x, t, lengths, layer):
    keys = torch.tanh(x @ t[f"{layer}.weight"].T + t[f"{layer}.bias"]) @ t[f"{layer}.query"]
    shares = keys.masked_fill(~mask(x, lengths)[..., 0], -torch.inf).softmax(1)
    return (shares[..., None] * x).sum(1)


query = [("weight", (4, 4)), ("bias", (4,)), ("query", (4,))]
for lengths in ([5, 5, 5], [2, 5, 1]):
    whole = min(lengths) == 5
    before = [] if whole else [kind("step-mask")]
    more = {} if whole else {"lengths": lengths}
    for name in ("last", "ends", "mean", "max"):
        case(f"pool {name} {lengths}", before + [kind("step-pool", pool=name)], (5, 4),
             lambda x, t, n=name, l=lengths: pool(n, x, l), rows=3, **more)
    case(f"pool attention {lengths}", before + [kind("step-pool", pool="attention")], (5, 4),
         lambda x, t, l=lengths, at=len(before): attention(x, t, l, at),
         [(f"{len(before)}.{key}", shape) for key, shape in query], rows=3, **more)

tokens = [[3, 1, 0, 5], [2, 2, 4, 1], [9, -1, 4, 3]]


def known(x):
    return torch.where((x < 0) | (x > 4), torch.zeros(()), x).long()[..., 0]


case("token embedding", [kind("token-embedding", tokenCount=4, embeddingSize=3)], (4, 1),
     lambda x, t: t["0.weight"][known(x)], [("0.weight", (5, 3))], rows=3, integers=[[[n] for n in row] for row in tokens])
case("position embedding", [kind("position-embedding")], (4, 3), lambda x, t: x + t["0.weight"], [("0.weight", (4, 3))], rows=3)

write()
