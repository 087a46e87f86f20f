using System.Numerics;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>How presets are trained.</summary>
internal static class CnnFits
{
    /// <summary>Steps below which a fit of few rows gets more epochs.</summary>
    public const int FewestSteps = 480;

    private const int SmallestBatch = 16;

    /// <summary>What suits layers of which nothing is known: AdamW along one cycle (arXiv:1708.07120), as fastai trains.</summary>
    public static readonly FitSettings General = new()
    {
        MaximumEpochCount = 16,
        BatchSize = 128,
        LearningRate = 2e-3,
        LearningRateSchedule = new OneCycleSchedule(),
        WeightDecay = 0.05,
        GradientClipNorm = 1,
        ValidationFraction = 0,
        Patience = 0,
    };

    /// <summary>Gradient descent with momentum and the L2 penalty that PyTorch calls weight decay; all rows, all epochs.</summary>
    public static readonly FitSettings Momentum = new()
    {
        Optimizer = new Sgd { Momentum = 0.9, Nesterov = true },
        GradientClipNorm = 0,
        ValidationFraction = 0,
        Patience = 0,
        DropLastBatch = true,
    };

    /// <summary>
    /// Momentum 0.9 along a cosine (arXiv:1812.01187), a third of ImageNet's 90 epochs: smaller images, smaller machines. Step sizes,
    /// decay and batches are the papers'.
    /// </summary>
    private static readonly FitSettings Published = Momentum with
    {
        Optimizer = new Sgd { Momentum = 0.9 },
        MaximumEpochCount = 30,
        LearningRateSchedule = new CosineSchedule(),
    };

    /// <summary>Krizhevsky et al. 2012, section 5: batches of 128, step size 0.01, decay 5e-4.</summary>
    public static FitSettings AlexNet(CnnOptions options, DataSummary data) =>
        ForRows(Published with { BatchSize = 128, LearningRate = 0.01, L2Penalty = 5e-4 }, options, data);

    /// <summary>arXiv:1409.1556, section 3.1: batches of 256, step size 0.01, decay 5e-4.</summary>
    public static FitSettings Vgg(CnnOptions options, DataSummary data) =>
        ForRows(Published with { BatchSize = 256, LearningRate = 0.01, L2Penalty = 5e-4 }, options, data);

    /// <summary>arXiv:1512.03385, section 3.4: batches of 256, step size 0.1, decay 1e-4; torchvision's for GoogLeNet too.</summary>
    public static FitSettings ResNet(CnnOptions options, DataSummary data) =>
        ForRows(Published with { BatchSize = 256, LearningRate = 0.1, L2Penalty = 1e-4 }, options, data);

    /// <summary>arXiv:1512.03385, section 4.2: batches of 128, step size 0.1, decay 1e-4; 164 epochs there.</summary>
    public static FitSettings ResNet20(CnnOptions options, DataSummary data) =>
        ForRows(Published with { BatchSize = 128, LearningRate = 0.1, L2Penalty = 1e-4 }, options, data);

    /// <summary>cifar10-fast: batches of 512, up to 0.4 in 5 of 24 epochs and down to 0, decay 5e-4.</summary>
    public static FitSettings ResNet9(CnnOptions options, DataSummary data) => ForRows(
        Momentum with
        {
            MaximumEpochCount = 24,
            BatchSize = 512,
            LearningRate = 0.4,
            LearningRateSchedule = new TriangularSchedule { StartFactor = 0, PeakFraction = 5.0 / 24 },
            L2Penalty = 5e-4,
        },
        options, data);

    /// <summary>
    /// Fits settings for many rows to those at hand: a batch is the user's, or at most such a share of the rows, and the step size goes
    /// with it (arXiv:1706.02677); few rows get more epochs.
    /// </summary>
    /// <param name="fit">The settings, for the batch size in them.</param>
    /// <param name="options">The user's choices.</param>
    /// <param name="data">The data.</param>
    /// <param name="batchesPerEpoch">Batches that an epoch has at least, if they are not to be too small.</param>
    public static FitSettings ForRows(FitSettings fit, CnnOptions options, DataSummary data, int batchesPerEpoch = 64)
    {
        int share = (int)BitOperations.RoundUpToPowerOf2((uint)(data.RowCount / batchesPerEpoch) + 1) / 2;
        int batch = options.BatchSize > 0 ? options.BatchSize : Math.Clamp(share, SmallestBatch, fit.BatchSize);
        return fit with
        {
            BatchSize = batch,
            LearningRate = fit.LearningRate * batch / fit.BatchSize,
            MaximumEpochCount = AtLeast(fit.MaximumEpochCount, data.RowCount, batch),
            // The squared error has no largest slope, unlike the cross-entropy.
            GradientClipNorm = data.ClassCount > 0 ? fit.GradientClipNorm : 1,
        };
    }

    /// <summary>
    /// Settings with translations: what images tell of a class they mostly tell wherever they lie, but not what they tell of a number.
    /// </summary>
    /// <param name="fit">The settings.</param>
    /// <param name="input">Shape of a row; signals stay where they are.</param>
    /// <param name="data">The data.</param>
    /// <param name="pixels">How far images are moved at most.</param>
    /// <param name="cutout">The side of a square that is cut out; 0 for none.</param>
    public static FitSettings WithMoves(FitSettings fit, Grid input, DataSummary data, int pixels, int cutout = 0) =>
        input.IsSignal || data.ClassCount == 0
            ? fit
            : fit with { RowAugmentation = new ImageAugmentation { Translate = Math.Min(pixels, ShortSide(input) - 1), Cutout = cutout } };

    /// <summary>What crops of a padded image come to: 4 of 32 pixels (arXiv:1512.03385, section 4.2), 16 of 224 (section 3.4).</summary>
    public static int UsualMove(Grid input) => Math.Min(ShortSide(input) / 8, 16);

    private static int ShortSide(Grid input) => Math.Min(input.Height, input.Width);

    /// <summary>So many epochs, or as many as make the fewest steps.</summary>
    public static int AtLeast(int epochs, int rows, int batch)
    {
        int stepsPerEpoch = Math.Max(1, rows / batch);
        return Math.Max(epochs, (FewestSteps + stepsPerEpoch - 1) / stepsPerEpoch);
    }

    /// <summary>Brings a preset's settings into line with the user's own ones that are not independent of them.</summary>
    /// <param name="fit">The preset's.</param>
    /// <param name="options">The user's.</param>
    public static FitSettings Adapt(FitSettings fit, CnnOptions options)
    {
        // A step size is one of an optimiser: SGD's are some fifty times Adam's.
        if (options.Optimizer is not null && options.Optimizer is Sgd != fit.Optimizer is Sgd)
        {
            fit = options.Optimizer is Sgd
                ? fit with { LearningRate = 0.05, WeightDecay = 0, L2Penalty = 5e-4 }
                : fit with { LearningRate = General.LearningRate, WeightDecay = General.WeightDecay, L2Penalty = 0 };
        }

        return options.WeightDecay is null ? fit : fit with { L2Penalty = 0 };
    }
}
