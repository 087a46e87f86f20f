using MLNetDeep;
using MLNetDeep.Interop;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace Microsoft.ML;

/// <summary>Puts the recurrent network among ML.NET's trainers.</summary>
public static class LstmCatalog
{
    /// <summary>A recurrent network that tells two classes apart.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: Boolean.</param>
    /// <param name="featureColumnName">The features: a vector of floats or of keys, of any length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="cell">How the network goes from one step to the next.</param>
    /// <param name="hiddenSize">Numbers in its state; <see langword="null"/> leaves them to the recipe.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Lstm(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        RecurrentCell cell = RecurrentCell.Lstm,
        int? hiddenSize = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Lstm(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, cell, hiddenSize, maximumEpochCount, learningRate, seed));

    /// <summary>A recurrent network that tells two classes apart, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Lstm(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, LstmOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, BinaryTask.Instance);

    /// <summary>A recurrent network that tells several classes apart.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a key, as <c>MapValueToKey</c> makes it.</param>
    /// <param name="featureColumnName">The features: a vector of floats or of keys, of any length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="cell">How the network goes from one step to the next.</param>
    /// <param name="hiddenSize">Numbers in its state; <see langword="null"/> leaves them to the recipe.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>, their probabilities.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Lstm(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        RecurrentCell cell = RecurrentCell.Lstm,
        int? hiddenSize = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Lstm(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, cell, hiddenSize, maximumEpochCount, learningRate, seed));

    /// <summary>A recurrent network that tells several classes apart, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>, their probabilities.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Lstm(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, LstmOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, MulticlassTask.Instance);

    /// <summary>A recurrent network that finds labels which do not exclude each other.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a vector of Booleans, or of floats that are 0 or 1.</param>
    /// <param name="featureColumnName">The features: a vector of floats or of keys, of any length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="cell">How the network goes from one step to the next.</param>
    /// <param name="hiddenSize">Numbers in its state; <see langword="null"/> leaves them to the recipe.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (logits) and <c>Probability</c>, as long as the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Lstm(
        this MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        RecurrentCell cell = RecurrentCell.Lstm,
        int? hiddenSize = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Lstm(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, cell, hiddenSize, maximumEpochCount, learningRate, seed));

    /// <summary>A recurrent network that finds labels which do not exclude each other, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (logits) and <c>Probability</c>, as long as the label.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Lstm(this MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog, LstmOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, MultiLabelTask.Instance);

    /// <summary>A recurrent network that predicts a number, or several.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a float, or a float vector of known length for several targets.</param>
    /// <param name="featureColumnName">The features: a vector of floats or of keys, of any length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="cell">How the network goes from one step to the next.</param>
    /// <param name="hiddenSize">Numbers in its state; <see langword="null"/> leaves them to the recipe.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Lstm(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        RecurrentCell cell = RecurrentCell.Lstm,
        int? hiddenSize = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Lstm(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, cell, hiddenSize, maximumEpochCount, learningRate, seed));

    /// <summary>A recurrent network that predicts a number, or several, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Lstm(this RegressionCatalog.RegressionTrainers catalog, LstmOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, RegressionTask.Instance);

    internal static LstmOptions Options(
        string label, string features, string? weight, RecurrentCell cell, int? hiddenSize, int? maximumEpochCount, double? learningRate,
        int? seed) => new()
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            ExampleWeightColumnName = weight,
            Cell = cell,
            HiddenSize = hiddenSize,
            MaximumEpochCount = maximumEpochCount,
            LearningRate = learningRate,
            Seed = seed,
        };
}
