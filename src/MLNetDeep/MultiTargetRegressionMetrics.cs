namespace MLNetDeep;

/// <summary>How good predictions of several numbers are.</summary>
/// <param name="RootMeanSquaredError">The mean over the targets, which mixes their units.</param>
/// <param name="MeanAbsoluteError">The mean over the targets, which mixes their units.</param>
/// <param name="RSquared">The mean over the targets; NaN when one does not vary.</param>
/// <param name="PerTarget">The metrics of each target, in the label's order.</param>
public sealed record MultiTargetRegressionMetrics(
    double RootMeanSquaredError, double MeanAbsoluteError, double RSquared, IReadOnlyList<TargetMetrics> PerTarget);

/// <summary>How good the predictions of one of several numbers are.</summary>
/// <param name="Name">The slot's name, or its number from 0.</param>
/// <param name="RootMeanSquaredError">In the unit of the target.</param>
/// <param name="MeanAbsoluteError">In the unit of the target.</param>
/// <param name="RSquared">At most 1; 0 for predicting the mean; NaN when the target does not vary.</param>
public sealed record TargetMetrics(string Name, double RootMeanSquaredError, double MeanAbsoluteError, double RSquared);
