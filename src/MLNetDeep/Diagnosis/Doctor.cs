using MLNetDeep.Diagnosis.Checks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Diagnosis;

/// <summary>Examines a finished fit: the data it was given, the course it took, the network it left.</summary>
internal static class Doctor
{
    /// <summary>Every check; among findings of one severity, this is their order.</summary>
    public static IReadOnlyList<ICheck> Checks { get; } =
    [
        new FlatLoss(),
        new DivergingLoss(),
        new LearningRateTooHigh(),
        new VanishingGradients(),
        new ExplodingGradients(),
        new DeadUnits(),
        new SaturatedUnits(),
        new LeakageSuspects(),
        new ColumnDrift(),
        new LabelDrift(),
        new IdentifierColumns(),
        new Overfitting(),
        new Underfitting(),
        new ClassImbalance(),
        new LabelOutliers(),
        new ConstantColumns(),
        new MissingValues(),
        new DuplicateColumns(),
        new FewRows(),
    ];

    /// <summary>Runs all checks.</summary>
    /// <param name="evidence">The fit.</param>
    /// <param name="checkAlive">Called before each check; what it throws ends the examination.</param>
    /// <returns>The findings, the gravest first.</returns>
    public static IReadOnlyList<Finding> Examine(FitEvidence evidence, Action checkAlive)
    {
        using var threads = new TorchThreads(evidence.Settings.ThreadCount);
        using DisposeScope scope = torch.NewDisposeScope();
        using var gradients = torch.enable_grad();
        var findings = new List<Finding>();
        foreach (var check in Checks)
        {
            checkAlive();
            findings.AddRange(check.Examine(evidence));
        }
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }
}
