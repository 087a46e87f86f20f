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
    /// <param name="seed">Where the random numbers of the fit start.</param>
    /// <param name="initial">All tensors in the description's order, to begin with instead; empty draws them.</param>
    public static void Load(
        TrainingNetwork network,
        NetworkSpec spec,
        ITrainingHead head,
        TrainingData data,
        int seed,
        ReadOnlySpan<float> initial)
    {
        var random = new FitRandom(seed);
        float[] tensors = initial.IsEmpty ? random.InitialTensors(spec) : initial.ToArray();
        data.Encoding?.WriteTo(spec, tensors);
        network.Load(tensors);
        if (!initial.IsEmpty || !DataDrivenInitialization.IsNeeded(spec))
            return;
        int width = data.EncodedShape.Aggregate(1, (product, size) => product * size);
        int[] sample = DataDrivenInitialization.Sample(data.TrainRows, width, random);
        DataDrivenInitialization.Run(network, data, sample, head.OutputWidth > data.Targets.Width, random);
    }
}
