using MLNetDeep;
using MLNetDeep.Interop;
using MLNetDeep.Tasks;

namespace Microsoft.ML;

/// <summary>Puts the convolutional network among ML.NET's trainers.</summary>
public static class CnnCatalog
{
    /// <summary>A convolutional network that tells two classes apart.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: Boolean.</param>
    /// <param name="featureColumnName">The features: a vector of floats or bytes of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="inputShape">What the vector holds; <see langword="null"/> takes the dimensions of its type.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Cnn(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        InputShape? inputShape = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Cnn(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, inputShape, maximumEpochCount, learningRate, seed));

    /// <summary>A convolutional network that tells two classes apart, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Cnn(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, CnnOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, BinaryTask.Instance);

    /// <summary>A convolutional network that tells several classes apart.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a key, as <c>MapValueToKey</c> makes it.</param>
    /// <param name="featureColumnName">The features: a vector of floats or bytes of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="inputShape">What the vector holds; <see langword="null"/> takes the dimensions of its type.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>, their probabilities.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Cnn(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        InputShape? inputShape = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Cnn(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, inputShape, maximumEpochCount, learningRate, seed));

    /// <summary>A convolutional network that tells several classes apart, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>, their probabilities.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Cnn(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, CnnOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, MulticlassTask.Instance);

    /// <summary>A convolutional network that finds labels which do not exclude each other.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a vector of Booleans, or of floats that are 0 or 1.</param>
    /// <param name="featureColumnName">The features: a vector of floats or bytes of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="inputShape">What the vector holds; <see langword="null"/> takes the dimensions of its type.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (logits) and <c>Probability</c>, as long as the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Cnn(
        this MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        InputShape? inputShape = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Cnn(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, inputShape, maximumEpochCount, learningRate, seed));

    /// <summary>A convolutional network that finds labels which do not exclude each other, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, <c>Score</c> (logits) and <c>Probability</c>, as long as the label.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Cnn(this MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog, CnnOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, MultiLabelTask.Instance);

    /// <summary>A convolutional network that predicts a number, or several.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a float, or a float vector of known length for several targets.</param>
    /// <param name="featureColumnName">The features: a vector of floats or bytes of known length; raw values and NaN will do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="inputShape">What the vector holds; <see langword="null"/> takes the dimensions of its type.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the preset.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Cnn(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        InputShape? inputShape = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Cnn(catalog, Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, inputShape, maximumEpochCount, learningRate, seed));

    /// <summary>A convolutional network that predicts a number, or several, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer that adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Cnn(this RegressionCatalog.RegressionTrainers catalog, CnnOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), options, RegressionTask.Instance);

    private static CnnOptions Options(
        string label, string features, string? weight, InputShape? inputShape, int? maximumEpochCount, double? learningRate, int? seed) => new()
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            ExampleWeightColumnName = weight,
            InputShape = inputShape,
            MaximumEpochCount = maximumEpochCount,
            LearningRate = learningRate,
            Seed = seed,
        };
}
