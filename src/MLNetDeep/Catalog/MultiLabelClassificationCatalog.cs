using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Interop;

namespace Microsoft.ML;

/// <summary>
/// Trainers and evaluation for labels that do not exclude each other, such as the tags of a text: what ML.NET's catalogs leave out, in
/// their form.
/// </summary>
/// <example>
/// <code>
/// var trainer = ml.MultiLabelClassification.Trainers.Mlp();
/// var metrics = ml.MultiLabelClassification.Evaluate(trainer.Fit(train).Transform(test));
/// </code>
/// </example>
public sealed class MultiLabelClassificationCatalog
{
    private readonly IHostEnvironment _environment;

    internal MultiLabelClassificationCatalog(IHostEnvironment environment)
    {
        _environment = environment;
        Trainers = new(environment);
    }

    /// <summary>The trainers; each architecture adds its own by an extension method.</summary>
    public MultiLabelClassificationTrainers Trainers { get; }

    /// <summary>Measures predictions that a trainer of this catalog's transformer made.</summary>
    /// <param name="data">The rows, with the label and the columns of the transformer.</param>
    /// <param name="labelColumnName">The label: a vector of Booleans, or of floats that are 0 or 1.</param>
    /// <param name="scoreColumnName">The logits: a float vector as long as the label.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a label is neither 0 nor 1.</exception>
    public MultiLabelMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score") =>
        VectorEvaluation.MultiLabel(data, labelColumnName, scoreColumnName, () => HostAccess.CheckAlive(_environment));

    /// <summary>Where trainers for labels that do not exclude each other are found.</summary>
    public sealed class MultiLabelClassificationTrainers
    {
        internal MultiLabelClassificationTrainers(IHostEnvironment environment) => Environment = environment;

        internal IHostEnvironment Environment { get; }
    }
}

/// <summary>Puts this library's catalogs beside ML.NET's own.</summary>
public static class MLContextCatalogs
{
    extension(MLContext context)
    {
        /// <summary>Trainers and evaluation for labels that do not exclude each other.</summary>
        /// <value>A catalog in the form of ML.NET's own.</value>
        public MultiLabelClassificationCatalog MultiLabelClassification
        {
            get
            {
                ArgumentNullException.ThrowIfNull(context);
                return new MultiLabelClassificationCatalog(context);
            }
        }

        /// <summary>Trainers and evaluation for sequences in which each step has a class.</summary>
        /// <value>A catalog in the form of ML.NET's own.</value>
        public SequenceLabelingCatalog SequenceLabeling
        {
            get
            {
                ArgumentNullException.ThrowIfNull(context);
                return new SequenceLabelingCatalog(context);
            }
        }

        /// <summary>Trainers and evaluation for predictions that are sequences.</summary>
        /// <value>A catalog in the form of ML.NET's own.</value>
        public SequenceToSequenceCatalog SequenceToSequence
        {
            get
            {
                ArgumentNullException.ThrowIfNull(context);
                return new SequenceToSequenceCatalog(context);
            }
        }
    }

    /// <summary>Measures predictions of several numbers, target by target; ML.NET's own evaluator takes one number only.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The rows, with the label and the score.</param>
    /// <param name="labelColumnName">The label: a float vector.</param>
    /// <param name="scoreColumnName">The score: a float vector as long as the label.</param>
    /// <returns>The metrics of each target and their means.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public static MultiTargetRegressionMetrics EvaluateMultiTarget(
        this RegressionCatalog catalog, IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score")
    {
        var environment = HostAccess.EnvironmentOf(catalog);
        return VectorEvaluation.Regression(data, labelColumnName, scoreColumnName, () => HostAccess.CheckAlive(environment));
    }
}
