using System.Text.Json.Serialization;

namespace MLNetDeep.Training;

/// <summary>How a setting changes over a fit: a factor for each step, from 0 to 1. Immutable and without memory.</summary>
/// <remarks>
/// Drives the step size, and where asked dropout, weight decay and label smoothing. It is asked anew before every step; what is counted
/// in epochs changes within them too, unless the schedule says otherwise. The length of a fit is that of all its epochs, whether early
/// stopping ends it before or not.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(StepSchedule), "step")]
[JsonDerivedType(typeof(ExponentialSchedule), "exponential")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(WarmRestartsSchedule), "warm-restarts")]
[JsonDerivedType(typeof(OneCycleSchedule), "one-cycle")]
[JsonDerivedType(typeof(TriangularSchedule), "triangular")]
[JsonDerivedType(typeof(LinearWarmupSchedule), "linear-warmup")]
[JsonDerivedType(typeof(ReduceOnPlateauSchedule), "reduce-on-plateau")]
[JsonDerivedType(typeof(InverseSquareRootSchedule), "inverse-square-root")]
[JsonDerivedType(typeof(CosLog4Schedule), "cos-log-4")]
[JsonDerivedType(typeof(FlatCosineSchedule), "flat-cosine")]
public abstract record Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>What the setting is multiplied by before a step.</summary>
    internal abstract double Factor(in ScheduleTime time);

    /// <summary>Notes the members that are out of range.</summary>
    internal virtual void Check(OptionRules rules)
    {
    }

    /// <summary>Half a cosine from 1 to a minimum.</summary>
    /// <param name="minimum">Where it ends.</param>
    /// <param name="progress">The way done, from 0 to 1.</param>
    private protected static double HalfCosine(double minimum, double progress) =>
        minimum + (1 - minimum) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(progress, 1)));

    /// <summary>Notes a number that does not lie in [0, 1].</summary>
    private protected static void RequireFraction(OptionRules rules, double value, string member) =>
        rules.Require(value is >= 0 and <= 1, member, "from 0 to 1", value);

    /// <summary>Notes a number that does not lie in (0, 1].</summary>
    private protected static void RequireFactor(OptionRules rules, double value, string member) =>
        rules.Require(value is > 0 and <= 1, member, "above 0 and at most 1", value);
}

/// <summary>Where a fit stands; all that a schedule may depend on, so that it needs no memory of its own.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="StepCount">Steps of the whole fit, if it runs to its last epoch.</param>
/// <param name="StepsPerEpoch">Steps of one epoch.</param>
/// <param name="ValidationLosses">The loss on the validation rows (on the training rows, without such) after each epoch done.</param>
internal readonly record struct ScheduleTime(long Step, long StepCount, int StepsPerEpoch, IReadOnlyList<double> ValidationLosses)
{
    /// <summary>The share of the fit that is done, from 0 to 1.</summary>
    public double Progress => (double)Step / StepCount;

    /// <summary>Epochs done, with the share of the present one.</summary>
    public double Epochs => (double)Step / StepsPerEpoch;
}
