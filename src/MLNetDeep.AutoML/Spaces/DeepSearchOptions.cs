using System.Globalization;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// What is worth sweeping of every deep trainer. Recipes choose step size, decay and epochs by the data, so these are shares of theirs: 1
/// is the recipe's own, on any data, and a good value on one table says something about the next.
/// </summary>
public abstract record DeepSearchOptions
{
    /// <summary>What the recipe's step size is multiplied by.</summary>
    /// <value>
    /// Default 1. From 0.1 to 10, logarithmic: the published ranges reach that far from their defaults, RealMLP's 0.02 to 0.3 from 0.04
    /// (pytabkit, tabarena-new), TabM's 1e-4 to 5e-3 from 2e-3 (arXiv:2410.24210).
    /// </value>
    [Range(0.1, 10.0, 1.0, true)]
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>What the recipe's weight decay is multiplied by.</summary>
    /// <value>Default 1. From 0.05 to 5, logarithmic; RealMLP's 1e-3 to 0.05 from 0.02 (pytabkit, tabarena-new).</value>
    [Range(0.05, 5.0, 1.0, true)]
    public double WeightDecayFactor { get; init; } = 1;

    /// <summary>What the recipe's number of epochs is multiplied by.</summary>
    /// <value>Default 1. From 0.25 to 4, logarithmic.</value>
    [Range(0.25, 4.0, 1.0, true)]
    public double EpochFactor { get; init; } = 1;

    /// <summary>Options with the factors on top of their own.</summary>
    private protected T Apply<T>(T basis)
        where T : DeepTrainerOptions => basis with
        {
            LearningRateFactor = Round(basis.LearningRateFactor * LearningRateFactor),
            WeightDecayFactor = Round(basis.WeightDecayFactor * WeightDecayFactor),
            EpochFactor = Round(basis.EpochFactor * EpochFactor),
        };

    /// <summary>Four digits: more mean nothing, and the way through a space's logarithms costs the last ones.</summary>
    internal static double Round(double value) =>
        double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
