using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>The numbers that a fit begins with.</summary>
internal static class StartingWeights
{
    /// <summary>Puts them into a network.</summary>
    /// <param name="network">The network to train.</param>
    /// <param name="spec">Its description.</param>
    /// <param name="head">What it is trained for.</param>
    /// <param name="data">The rows.</param>
    /// <param name="encode">Gives their features as they reach the first layer that is trained; asked only where that counts.</param>
    /// <param name="seed">Where the random numbers of the fit start.</param>
    /// <param name="initial">All tensors in the description's order, to begin with instead; empty draws them.</param>
    public static void Load(
        TrainingNetwork network,
        NetworkSpec spec,
        ITrainingHead head,
        TrainingData data,
        Func<TensorTable> encode,
        int seed,
        ReadOnlySpan<float> initial)
    {
        var random = new FitRandom(seed);
        float[] tensors = initial.IsEmpty ? random.InitialTensors(spec) : initial.ToArray();
        data.Normalization?.WriteTo(spec, tensors);
        network.Load(tensors);
        if (!initial.IsEmpty || !DataDrivenInitialization.IsNeeded(spec))
            return;
        TensorTable features = encode();
        int[] sample = DataDrivenInitialization.Sample(data.TrainRows, features.Width, random);
        DataDrivenInitialization.Run(network, features, data.Targets, sample, head.OutputWidth > data.Targets.Width, random);
    }
}
