namespace MLNetDeep.Networks;

/// <summary>How a recurrent layer goes from one step to the next, by the equations of PyTorch and cuDNN, without peepholes.</summary>
public enum RecurrentCell
{
    /// <summary>h' = tanh(W x + b + U h + c) (Elman 1990). Forgets within tens of steps.</summary>
    Rnn,

    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers 2000): i, f, o = σ(W x + b + U h + c),
    /// g = tanh(W x + b + U h + c), c' = f c + i g, h' = o tanh(c'); the tensors hold the gates in the order i, f, g, o.
    /// </summary>
    Lstm,

    /// <summary>
    /// Gated recurrent unit (arXiv:1406.1078, in cuDNN's form): r, z = σ(W x + b + U h + c), n = tanh(W x + b + r (U h + c)),
    /// h' = (1 - z) n + z h; the tensors hold the gates in the order r, z, n.
    /// </summary>
    Gru,
}
