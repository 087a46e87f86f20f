using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What a learning-rate range test found: how the loss went while the step size grew (arXiv:1506.01186).</summary>
public sealed class LearningRateRange
{
    internal LearningRateRange(IReadOnlyList<double> rates, IReadOnlyList<double> losses, bool diverged)
    {
        Rates = rates;
        Losses = losses;
        Diverged = diverged;
        var lowest = Enumerable.Range(0, losses.Count).MinBy(i => losses[i]);
        TenthOfLowest = rates[lowest] / 10;
        Steepest = rates[FindSteepest(lowest)];
    }

    /// <summary>The step sizes, ascending, one a step.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The smoothed training loss of each step.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>Whether the loss rose far above its lowest before the largest step size was reached, as it should.</summary>
    public bool Diverged { get; }

    /// <summary>The step size at which the loss fell most steeply, per factor of step size: about the smallest worth while.</summary>
    public double Steepest { get; }

    /// <summary>A tenth of the step size at which the loss was lowest: about the largest that is safe (fastai's rule).</summary>
    public double TenthOfLowest { get; }

    /// <summary>The step size to try: midway, in factors, between <see cref="Steepest"/> and <see cref="TenthOfLowest"/>.</summary>
    public double Suggested => Math.Sqrt(Steepest * TenthOfLowest);

    /// <summary>Draws the curve: step sizes from left to right, on a scale of powers of ten, losses from bottom to top.</summary>
    /// <returns>Some 20 lines of at most 80 characters.</returns>
    public string ToText() => LearningRateChart.Draw(this);

    /// <summary>The step of the steepest fall on the way to the lowest loss; the first tenth, still unsettled, is not looked at.</summary>
    private int FindSteepest(int lowest)
    {
        var steepest = lowest;
        var slope = 0.0;
        for (var i = Math.Max(Losses.Count / 10, 1); i < lowest; i++)
        {
            var fall = (Losses[i + 1] - Losses[i - 1]) / Math.Log(Rates[i + 1] / Rates[i - 1]);
            if (fall < slope)
                (steepest, slope) = (i, fall);
        }
        return steepest;
    }
}
