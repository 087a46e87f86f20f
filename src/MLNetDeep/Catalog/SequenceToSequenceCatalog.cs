using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Interop;

namespace Microsoft.ML;

/// <summary>
/// Trainers and evaluation for predictions that are sequences, of another length than the features or made from a single vector: what
/// ML.NET's catalogs leave out, in their form.
/// </summary>
/// <remarks>
/// The label is a vector of keys, of any length, or a float vector of known length. Keys are told one after the other, until the network
/// tells the end: <c>PredictedLabel</c> is a vector of the label's keys, <c>Score</c> the probability of each of them, those before it
/// given. Of numbers there is the <c>Score</c>, as long as the label.
/// </remarks>
/// <example>
/// <code>
/// var trainer = ml.SequenceToSequence.Trainers.Lstm(labelColumnName: "Answer", featureColumnName: "Question");
/// var metrics = ml.SequenceToSequence.Evaluate(trainer.Fit(train).Transform(test), "Answer");
/// </code>
/// </example>
public sealed class SequenceToSequenceCatalog
{
    private readonly IHostEnvironment _environment;

    internal SequenceToSequenceCatalog(IHostEnvironment environment)
    {
        _environment = environment;
        Trainers = new(environment);
    }

    /// <summary>The trainers; each architecture adds its own by an extension method.</summary>
    public SequenceToSequenceTrainers Trainers { get; }

    /// <summary>Measures predicted sequences of keys.</summary>
    /// <param name="data">The rows, with the label and the columns of a transformer.</param>
    /// <param name="labelColumnName">The label: a vector of keys.</param>
    /// <param name="predictedLabelColumnName">The predicted label: a vector of the same keys.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public SequenceToSequenceMetrics Evaluate(
        IDataView data, string labelColumnName = "Label", string predictedLabelColumnName = "PredictedLabel") =>
        SequenceEvaluation.Sequences(data, labelColumnName, predictedLabelColumnName, () => HostAccess.CheckAlive(_environment));

    /// <summary>Measures predicted sequences of numbers, step by step.</summary>
    /// <param name="data">The rows, with the label and the columns of a transformer.</param>
    /// <param name="labelColumnName">The label: a float vector.</param>
    /// <param name="scoreColumnName">The score: a float vector as long as the label.</param>
    /// <returns>The metrics of each step and their means.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public MultiTargetRegressionMetrics EvaluateNumbers(
        IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score") =>
        VectorEvaluation.Regression(data, labelColumnName, scoreColumnName, () => HostAccess.CheckAlive(_environment));

    /// <summary>Where trainers that predict sequences are found.</summary>
    public sealed class SequenceToSequenceTrainers
    {
        internal SequenceToSequenceTrainers(IHostEnvironment environment) => Environment = environment;

        internal IHostEnvironment Environment { get; }
    }
}
