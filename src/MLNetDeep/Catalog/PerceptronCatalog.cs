using MLNetDeep;
using MLNetDeep.Interop;
using MLNetDeep.Tasks;

namespace Microsoft.ML;

/// <summary>Puts the classical perceptron among ML.NET's trainers.</summary>
public static class PerceptronCatalog
{
    /// <summary>A perceptron: a line between two classes, found by correcting mistakes or by Hebb's rule.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: Boolean.</param>
    /// <param name="featureColumnName">The features: a float vector of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="rule">How it learns from a row.</param>
    /// <param name="maximumEpochCount">Passes over the rows at most; <see langword="null"/> for the default of the rule.</param>
    /// <param name="seed">Where the random order of the rows starts; <see langword="null"/> draws it from the context.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (the weighted sum) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Perceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        PerceptronRule rule = PerceptronRule.ErrorCorrecting,
        int? maximumEpochCount = null,
        int? seed = null) =>
        Perceptron(catalog, new PerceptronOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            Rule = rule,
            MaximumEpochCount = maximumEpochCount,
            Seed = seed,
        });

    /// <summary>A perceptron, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (the weighted sum) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Perceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, PerceptronOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, BinaryTask.Instance);
}
