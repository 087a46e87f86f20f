using System.Text.Json.Serialization;

namespace MLNetDeep.Training;

/// <summary>Describes how the weights of many steps become those of the model. Immutable; every fit starts its own run of it.</summary>
/// <remarks>
/// The weights that move are left alone, except by <see cref="Lookahead"/>; beside them lie the averaged ones, which each epoch is
/// measured with and which are kept when it is the best. All numbers are averaged, the running statistics of batch normalisation too.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ExponentialMovingAverage), "exponential")]
[JsonDerivedType(typeof(StochasticWeightAveraging), "stochastic")]
[JsonDerivedType(typeof(Lookahead), "lookahead")]
public abstract record WeightAveraging
{
    private protected WeightAveraging()
    {
    }

    /// <summary>Starts with nothing averaged.</summary>
    /// <param name="count">Numbers of the network, buffers included.</param>
    internal AveragingRun Start(int count) => new(this, count);

    /// <summary>Whether training goes on from the average each time that one was taken.</summary>
    internal virtual bool MovesWeights => false;

    /// <summary>The share of the newest numbers in the average after a step; 0 when it does not follow that step.</summary>
    /// <param name="count">How many averages have been taken, this one included.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="progress">The share of the fit that is done.</param>
    internal abstract double ShareAfterStep(long count, long step, double progress);

    /// <summary>The share of the newest numbers in the average after an epoch; 0 when it does not follow epochs.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="epochCount">The most epochs of the fit.</param>
    /// <param name="count">How many averages have been taken, this one included.</param>
    internal abstract double ShareAfterEpoch(int epoch, int epochCount, long count);

    /// <summary>Notes the members that are out of range.</summary>
    internal abstract void Check(OptionRules rules);
}
