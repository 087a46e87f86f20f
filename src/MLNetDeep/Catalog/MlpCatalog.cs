using MLNetDeep;
using MLNetDeep.Interop;
using MLNetDeep.Tasks;

namespace Microsoft.ML;

/// <summary>Puts the multilayer perceptron among ML.NET's trainers.</summary>
public static class MlpCatalog
{
    /// <summary>A multilayer perceptron that tells two classes apart.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: Boolean.</param>
    /// <param name="featureColumnName">The features: a float vector of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="hiddenSizes">Units of each hidden layer; <see langword="null"/> for the default of <see cref="MlpOptions"/>.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Mlp(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenSizes = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Mlp(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, hiddenSizes, maximumEpochCount, learningRate, seed));

    /// <summary>A multilayer perceptron that tells two classes apart, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Mlp(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, MlpOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, BinaryTask.Instance);

    /// <summary>A multilayer perceptron that tells several classes apart.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a key, as <c>MapValueToKey</c> makes it.</param>
    /// <param name="featureColumnName">The features: a float vector of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="hiddenSizes">Units of each hidden layer; <see langword="null"/> for the default of <see cref="MlpOptions"/>.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>, their probabilities.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Mlp(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenSizes = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Mlp(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, hiddenSizes, maximumEpochCount, learningRate, seed));

    /// <summary>A multilayer perceptron that tells several classes apart, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>, their probabilities.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Mlp(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, MlpOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, MulticlassTask.Instance);

    /// <summary>A multilayer perceptron that finds labels which do not exclude each other.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a vector of Booleans, or of floats that are 0 or 1.</param>
    /// <param name="featureColumnName">The features: a float vector of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="hiddenSizes">Units of each hidden layer; <see langword="null"/> for the default of <see cref="MlpOptions"/>.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (logits) and <c>Probability</c>, as long as the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Mlp(
        this MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenSizes = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Mlp(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, hiddenSizes, maximumEpochCount, learningRate, seed));

    /// <summary>A multilayer perceptron that finds labels which do not exclude each other, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (logits) and <c>Probability</c>, as long as the label.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Mlp(this MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog, MlpOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, MultiLabelTask.Instance);

    /// <summary>A multilayer perceptron that predicts a number, or several.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a float, or a float vector of known length for several targets.</param>
    /// <param name="featureColumnName">The features: a float vector of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="hiddenSizes">Units of each hidden layer; <see langword="null"/> for the default of <see cref="MlpOptions"/>.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Mlp(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenSizes = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Mlp(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, hiddenSizes, maximumEpochCount, learningRate, seed));

    /// <summary>A multilayer perceptron that predicts a number, or several, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Mlp(this RegressionCatalog.RegressionTrainers catalog, MlpOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, RegressionTask.Instance);

    private static MlpOptions Options(
        string label, string features, string? weight, int[]? hiddenSizes, int? maximumEpochCount, double? learningRate, int? seed)
    {
        var options = new MlpOptions
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            ExampleWeightColumnName = weight,
            MaximumEpochCount = maximumEpochCount,
            LearningRate = learningRate,
            Seed = seed,
        };
        return hiddenSizes == null ? options : options with { HiddenSizes = [.. hiddenSizes] };
    }
}
