using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>The ways of training that several presets share.</summary>
internal static class CnnFits
{
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

    /// <summary>Stochastic gradient descent with momentum and the L2 penalty that PyTorch calls weight decay; all rows, all epochs.</summary>
    public static readonly FitSettings Momentum = new()
    {
        Optimizer = new Sgd { Momentum = 0.9, Nesterov = true },
        GradientClipNorm = 0,
        ValidationFraction = 0,
        Patience = 0,
        DropLastBatch = true,
    };

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
