using MLNetDeep.Diagnosis.Statistics;

namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Labels that lie otherwise in the validation rows than in the training rows.</summary>
internal sealed class LabelDrift : ICheck
{
    /// <summary>Chance of a false alarm in one examination.</summary>
    private const double Level = 0.001;

    /// <summary>Smaller distances are real in large data, but harm nothing.</summary>
    private const double LeastDistance = 0.05;

    private const string Advice =
        "The loss on validation rows is then no measure of the fit alone: split by class or at random if the order of the rows has no "
        + "meaning; if it is time, expect new rows to differ as much.";

    public IEnumerable<Finding> Examine(FitEvidence evidence) =>
        evidence.ClassNames is { } names ? Classes(evidence, names) : Quantities(evidence);

    private static IEnumerable<Finding> Quantities(FitEvidence evidence)
    {
        for (var target = 0; target < evidence.Labels.Width; target++)
        {
            var test = TwoSamples.Test(
                evidence.LabelsOf(evidence.Sample.TrainingRows, target), evidence.LabelsOf(evidence.Sample.ValidationRows, target));
            if (test.Distance < LeastDistance || test.PValue * evidence.Labels.Width >= Level)
                continue;
            var which = evidence.Labels.Width == 1 ? "The label" : $"Target {target}";
            yield return new Finding(
                "label-drift", FindingSeverity.Warning,
                $"{which} lies otherwise in validation than in training rows: {test.Describe()}.", Advice);
        }
    }

    private static IEnumerable<Finding> Classes(FitEvidence evidence, IReadOnlyList<string> names)
    {
        var training = evidence.LabelsOf(evidence.Data.TrainRows);
        var validation = evidence.LabelsOf(evidence.Data.ValidationRows);
        var drifted = new List<(double Distance, string Words)>();
        for (var label = 0; label < names.Count; label++)
        {
            var test = TwoSamples.OfFlags(training, validation, value => value == label);
            if (test.Distance >= LeastDistance && test.PValue * names.Count < Level)
            {
                var shares = $"{Words.Percent(test.FirstMean)} against {Words.Percent(test.SecondMean)}";
                drifted.Add((test.Distance, $"'{names[label]}' ({shares})"));
            }
        }
        if (drifted.Count == 0)
            yield break;
        yield return new Finding(
            "label-drift", FindingSeverity.Warning,
            "Classes are not as frequent in training as in validation rows: "
            + $"{Words.List([.. drifted.OrderByDescending(found => Math.Round(found.Distance, 6)).Select(found => found.Words)])}.",
            Advice);
    }
}
