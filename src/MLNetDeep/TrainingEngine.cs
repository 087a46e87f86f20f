namespace MLNetDeep;

/// <summary>What runs a network forwards and backwards while it is trained.</summary>
public enum TrainingEngine
{
    /// <summary>
    /// <see cref="Managed"/> where it can train the network and is the faster, else <see cref="Libtorch"/>. The choice follows from
    /// network, loss, settings and batch size alone, so that a fit repeats to the bit.
    /// </summary>
    Automatic,

    /// <summary>libtorch's operators and its autograd: every network and every loss.</summary>
    Libtorch,

    /// <summary>
    /// Managed code on the processor's widest vectors, for dense networks: layers that are linear, element-wise, normalise, embed numbers
    /// or categories, or make ensembles of these. A small step is some six times as fast, since nothing is dispatched.
    /// </summary>
    Managed,
}
