using System.Text.Json.Serialization;

namespace MLNetDeep.Training;

/// <summary>How a setting changes over a fit: a factor for each step. Immutable and without memory.</summary>
/// <remarks>Drives the step size, and where asked dropout, weight decay and label smoothing. t runs from 0 to 1 over a fit.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
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
}
