namespace MLNetDeep.Training.Managed;

/// <summary>
/// A layer that learns in managed code: forwards, and backwards by the values that it left on the way forwards. Gradients of parameters
/// and of the input are set, not added to.
/// </summary>
/// <param name="input">What it reads.</param>
/// <param name="output">What it writes; the input itself when it changes nothing.</param>
internal abstract class ManagedLayer(Block input, Block output)
{
    /// <summary>What it reads.</summary>
    public Block Input { get; } = input;

    /// <summary>What it writes.</summary>
    public Block Output { get; } = output;

    /// <summary>Writes the output.</summary>
    /// <param name="isTraining">Whether the rows are learned from, and not only scored.</param>
    public abstract void Forward(bool isTraining);

    /// <summary>Writes the gradients of the parameters, and those of the input where it needs them.</summary>
    public abstract void Backward();
}

/// <summary>Layers one after the other; none hands its input on.</summary>
internal sealed class ManagedSequence(Block input, IReadOnlyList<ManagedLayer> layers)
    : ManagedLayer(input, layers.Count == 0 ? input : layers[^1].Output)
{
    public override void Forward(bool isTraining)
    {
        foreach (ManagedLayer layer in layers)
            layer.Forward(isTraining);
    }

    public override void Backward()
    {
        for (int i = layers.Count - 1; i >= 0 && layers[i].Output.NeedsGradients; i--)
            layers[i].Backward();
    }
}
