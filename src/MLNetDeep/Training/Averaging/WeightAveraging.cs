using System.Text.Json.Serialization;

namespace MLNetDeep.Training;

/// <summary>Describes how the weights of many steps become those of the model. Immutable; every fit starts its own run of it.</summary>
/// <remarks>
/// The weights that move are left alone; beside them lie the averaged ones, which each epoch is measured with and which are kept when it
/// is the best. All numbers are averaged, the running statistics of batch normalisation too.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ExponentialMovingAverage), "exponential")]
[JsonDerivedType(typeof(StochasticWeightAveraging), "stochastic")]
public abstract record WeightAveraging
{
    private protected WeightAveraging()
    {
    }

    /// <summary>Starts with nothing averaged.</summary>
    /// <param name="count">Numbers of the network, buffers included.</param>
    internal AveragingRun Start(int count) => new(this, count);

    /// <summary>The share of the newest numbers in the average after a step; 0 when it does not follow steps.</summary>
    /// <param name="count">How many averages have been taken, this one included.</param>
    internal abstract double ShareAfterStep(long count);

    /// <summary>The share of the newest numbers in the average after an epoch; 0 when it does not follow epochs.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="epochCount">The most epochs of the fit.</param>
    /// <param name="count">How many averages have been taken, this one included.</param>
    internal abstract double ShareAfterEpoch(int epoch, int epochCount, long count);

    /// <summary>Notes the members that are out of range.</summary>
    internal abstract void Check(OptionRules rules);
}
