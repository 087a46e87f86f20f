namespace MLNetDeep.Conformance.Data;

internal sealed class RegressionData : NumberData
{
    public override string Name => "Regression";

    // Far from mean 0 and deviation 1: a trainer must scale its targets.
    internal override float Value(double signal) => (float)(1000 + (50 * signal));
}

/// <summary>For trainers of counts, which take no number below 0.</summary>
internal sealed class CountData : NumberData
{
    public override string Name => "Counts";

    internal override float Value(double signal) => (float)Math.Round(Math.Exp(1.5 + (0.8 * Math.Clamp(signal, -3, 3))));
}
