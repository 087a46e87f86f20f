using MLNetDeep.Comparison;
using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Refuses parts of a fit that do not go together.</summary>
internal static class FitChecks
{
    /// <exception cref="ArgumentException">Network, head and data do not fit together; the message says how.</exception>
    public static void Check(NetworkSpec spec, ITrainingHead head, TrainingData data)
    {
        if (spec.OutputWidth != (long)spec.MemberCount * head.OutputWidth)
        {
            throw new ArgumentException(
                $"The network puts out {spec.OutputWidth / spec.MemberCount} numbers a row, but the task needs {head.OutputWidth}.",
                nameof(spec));
        }

        if (spec.ParameterCount == 0)
            throw new ArgumentException("The network has no parameter that training could adjust.", nameof(spec));
        if (spec.InputWidth != data.Features.Width)
        {
            throw new ArgumentException(
                $"The network takes {spec.InputWidth} features, but the data has {data.Features.Width}.", nameof(data));
        }

        if (data.Targets.RowCount != data.Features.RowCount)
            throw new ArgumentException($"{data.Features.RowCount} rows have {data.Targets.RowCount} targets.", nameof(data));
        if (spec.Layers[0].MustBeFirst ? !spec.Layers[0].Equals(data.Encoding?.Spec) : data.Encoding is not null)
            throw new ArgumentException("The network's first layer is not the input normalisation of the data.", nameof(data));
    }

    /// <summary>The metric that chooses the epoch.</summary>
    /// <param name="head">The head, whose metrics there are.</param>
    /// <param name="name">Its name; null for the loss.</param>
    /// <exception cref="ArgumentException">The head has no such metric; the message lists those it has.</exception>
    public static Metric FindMetric(ITrainingHead head, string? name)
    {
        int index = IndexOf(head, name);
        return index >= 0
            ? head.Metrics[index]
            : throw new ArgumentException(
                $"DeepTrainerOptions.ValidationMetric must be one of {string.Join(", ", head.Metrics.Select(metric => metric.Name))}, "
                + $"but was '{name}'.");
    }

    /// <summary>The position of a metric; 0, the loss, for null, and -1 for an unknown name.</summary>
    public static int IndexOf(ITrainingHead head, string? name) =>
        name is null ? 0 : head.Metrics.ToList().FindIndex(metric => metric.Name == name);

    /// <exception cref="ArgumentException">There are too few rows to learn from.</exception>
    public static void RequireRows(int count, bool usesBatchStatistics)
    {
        if (count >= (usesBatchStatistics ? 2 : 1))
            return;
        string needed = usesBatchStatistics ? "2 rows with batch normalisation" : "1 row";
        throw new ArgumentException($"Training needs at least {needed} of a weight above 0, but there are {count}.");
    }
}
