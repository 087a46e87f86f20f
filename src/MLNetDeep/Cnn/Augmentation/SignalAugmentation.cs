using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Chance changes to signals while a network learns from them; each signal is changed anew in every epoch.</summary>
/// <remarks>
/// Signals are shifted, then their values are scaled and noise is added, then a stretch of time is masked. Values are those behind the
/// normalisation of each channel: mean 0 and deviation 1 over the training rows. Without any member set nothing is changed.
/// </remarks>
public sealed record SignalAugmentation : RowAugmentation
{
    /// <summary>The most steps that a signal is moved, to earlier or to later.</summary>
    /// <value>Default 0. Steps; at least 0 and below the signal's length.</value>
    public int Shift { get; init; }

    /// <summary>What comes in at the ends of a signal that is moved.</summary>
    /// <value>Default <see cref="EdgeMode.Reflect"/>, as for images.</value>
    public EdgeMode Edges { get; init; }

    /// <summary>The most by which all values of a signal are multiplied or divided, around a factor of 1.</summary>
    /// <value>Default 0. At least 0 and at most 1: factors are drawn evenly from 1 - <c>Scale</c> to 1 + <c>Scale</c>; Um et al.
    /// (arXiv:1706.00527) draw them with deviation 0.1.</value>
    public double Scale { get; init; }

    /// <summary>Standard deviation of the normal noise that is added to every value.</summary>
    /// <value>Default 0. Deviations of a channel; finite and at least 0. Um et al. (arXiv:1706.00527) take 0.05 and call it
    /// jittering.</value>
    public double Noise { get; init; }

    /// <summary>The most steps in a row that become 0, the mean, in all channels.</summary>
    /// <value>Default 0. Steps; at least 0 and at most the signal's length. Length and place are drawn evenly, as SpecAugment does
    /// (arXiv:1904.08779).</value>
    public int TimeMask { get; init; }

    internal override bool ChangesRows => Shift > 0 || Scale > 0 || Noise > 0 || TimeMask > 0;

    internal override void Check(OptionRules rules)
    {
        rules.Require(Shift >= 0, nameof(Shift), "at least 0", Shift);
        rules.Require(Enum.IsDefined(Edges), nameof(Edges), "one of the edge modes", Edges);
        rules.Require(Scale is >= 0 and <= 1, nameof(Scale), "from 0 to 1", Scale);
        rules.RequireNotNegative(Noise, nameof(Noise));
        rules.Require(TimeMask >= 0, nameof(TimeMask), "at least 0", TimeMask);
    }

    internal override void CheckSize(OptionRules rules, Grid grid)
    {
        rules.Require(Shift < grid.Width, nameof(Shift), $"below the signal's {grid.Width} steps", Shift);
        rules.Require(TimeMask <= grid.Width, nameof(TimeMask), $"at most the signal's {grid.Width} steps", TimeMask);
    }

    internal override RowChanger Open(Grid grid) => new SignalChanger(this, grid);
}
