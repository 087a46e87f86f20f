using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Interop;

namespace Microsoft.ML;

/// <summary>
/// Trainers and evaluation for sequences in which each step has a class of its own, such as the parts of speech in a sentence: what
/// ML.NET's catalogs leave out, in their form.
/// </summary>
/// <remarks>
/// The label is a vector of keys, one for each step of the feature column; a missing key is a step that does not count. Predictions are
/// as long as the row: <c>PredictedLabel</c> is a vector of the label's keys, <c>Score</c> their probabilities, those of the first step
/// first (slot = step x classes + class). Of a row longer than the longest the model takes, the steps behind are not predicted.
/// </remarks>
/// <example>
/// <code>
/// var trainer = ml.SequenceLabeling.Trainers.Lstm(labelColumnName: "Tags", featureColumnName: "Words");
/// var metrics = ml.SequenceLabeling.Evaluate(trainer.Fit(train).Transform(test), "Tags");
/// </code>
/// </example>
public sealed class SequenceLabelingCatalog
{
    private readonly IHostEnvironment _environment;

    internal SequenceLabelingCatalog(IHostEnvironment environment)
    {
        _environment = environment;
        Trainers = new(environment);
    }

    /// <summary>The trainers; each architecture adds its own by an extension method.</summary>
    public SequenceLabelingTrainers Trainers { get; }

    /// <summary>Measures predictions that a trainer of this catalog's transformer made.</summary>
    /// <param name="data">The rows, with the label and the columns of the transformer.</param>
    /// <param name="labelColumnName">The label: a vector of keys. Steps behind the end of a prediction count as wrong.</param>
    /// <param name="predictedLabelColumnName">The predicted label: a vector of the same keys.</param>
    /// <param name="scoreColumnName">The probabilities.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a prediction is longer than the label.</exception>
    public SequenceLabelingMetrics Evaluate(
        IDataView data, string labelColumnName = "Label", string predictedLabelColumnName = "PredictedLabel",
        string scoreColumnName = "Score") =>
        SequenceEvaluation.Labels(
            data, labelColumnName, predictedLabelColumnName, scoreColumnName, () => HostAccess.CheckAlive(_environment));

    /// <summary>Where trainers that label each step of a sequence are found.</summary>
    public sealed class SequenceLabelingTrainers
    {
        internal SequenceLabelingTrainers(IHostEnvironment environment) => Environment = environment;

        internal IHostEnvironment Environment { get; }
    }
}
