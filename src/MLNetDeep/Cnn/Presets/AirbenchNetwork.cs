using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>
/// airbench94 (Jordan, arXiv:2404.00498; github.com/KellerJordan/cifar10-airbench): a frozen first convolution that whitens patches of 2x2
/// pixels, three groups of two 3x3 convolutions that start as identities, scores of a ninth.
/// </summary>
internal static class AirbenchNetwork
{
    private const int Patch = 2;
    private const double Momentum = 0.85;

    /// <summary>The source's rate and decay are per 1,024 rows and as if without momentum; its loss is a sum over the batch.</summary>
    private const double SourceRate = 11.5;
    private const double SourceDecay = 0.0153;

    /// <summary>What the step size of normalisation's biases is multiplied by.</summary>
    private const double BiasFactor = 64;

    /// <summary>Network, training and views. The source mirrors images too, which is left to the user: digits would not bear it.</summary>
    public static CnnPlan Plan(CnnOptions options, Grid input, DataSummary data)
    {
        int moves = Math.Min(2, CnnFits.UsualMove(input));
        return new CnnPlan(
            Build(options, input), CnnNetworks.Output(bias: false) with { ProductFactor = 1.0 / 9 },
            CnnFits.WithMoves(Fit(options, data), input, data, moves))
        {
            TestTimeAugmentation = new TestTimeAugmentation { Shift = input.IsSignal || data.ClassCount == 0 ? 0 : Math.Min(1, moves) },
        };
    }

    private static List<LayerSpec> Build(CnnOptions options, Grid input)
    {
        var body = new CnnBody(options, input);
        body.Add(Whitening(input), new ActivationSpec(Activation.Gelu));
        if (CnnNetworks.FirstStride(body.Side) is > 1 and var stride)
            body.MaxPool(stride, stride);
        foreach (int channels in new[] { 64, 256, 256 })
        {
            body.Add(Conv(body, channels)).MaxPool(2, 2).Add(Norm(), new ActivationSpec(Activation.Gelu));
            body.Add(Conv(body, channels), Norm(), new ActivationSpec(Activation.Gelu));
        }

        return [.. body.Add(new GlobalPoolSpec(GlobalPool.Max)).Layers];
    }

    /// <summary>How it is trained: the source's settings for batches of 1,024, and smaller ones in proportion where rows are few.</summary>
    private static FitSettings Fit(CnnOptions options, DataSummary data)
    {
        FitSettings fit = CnnFits.ForRows(
            CnnFits.Momentum with
            {
                Optimizer = new Sgd { Momentum = Momentum, Nesterov = true },
                MaximumEpochCount = 10,
                BatchSize = 1024,
                LearningRate = SourceRate / (1 + 1 / (1 - Momentum)),
                LearningRateSchedule = new TriangularSchedule { EndFactor = 0.07 },
                L2Penalty = SourceDecay / SourceRate,
                WeightAveraging = Lookahead.Airbench,
            },
            options, data, batchesPerEpoch: 48);
        return data.ClassCount > 0 ? fit with { LabelSmoothing = 0.2 } : fit;
    }

    /// <summary>The eigenvectors of the patches and their negatives.</summary>
    private static ConvSpec Whitening(Grid input)
    {
        Extent window = input.IsSignal
            ? Math.Min(Patch, input.Width)
            : (Math.Min(Patch, input.Height), Math.Min(Patch, input.Width));
        int size = input.Channels * window.Width * (input.IsSignal ? 1 : window.Height);
        return new ConvSpec(2 * size, window)
        {
            Initialization = WeightInitialization.PatchWhitening,
            WeightLearningRateFactor = 0,
        };
    }

    private static ConvSpec Conv(CnnBody body, int channels) =>
        body.Conv(channels, 3) with { Initialization = WeightInitialization.Dirac };

    private static BatchNormSpec Norm() =>
        new(Momentum: 0.4, Epsilon: 1e-12) { WeightLearningRateFactor = 0, BiasLearningRateFactor = BiasFactor };
}
