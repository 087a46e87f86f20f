namespace MLNetDeep.AutoML;

/// <summary>
/// What is worth sweeping of a network that the user describes layer by layer: how it is trained, while the layers stay as they are. The
/// first point is the trainer as it is.
/// </summary>
public sealed record NetworkSearchOptions : DeepSearchOptions
{
    /// <summary>The trainer's options at this point.</summary>
    /// <param name="basis">What is not swept: layers, columns, seed; <see langword="null"/> for defaults.</param>
    /// <returns>At the default point the basis itself.</returns>
    public NetworkOptions ToOptions(NetworkOptions? basis = null) => Apply(basis ?? new NetworkOptions());
}
