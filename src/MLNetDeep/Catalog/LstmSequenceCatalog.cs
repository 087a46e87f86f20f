using MLNetDeep;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace Microsoft.ML;

/// <summary>Puts the recurrent network among the trainers whose outputs are sequences.</summary>
public static class LstmSequenceCatalog
{
    /// <summary>A recurrent network that tells the class of each step of a sequence.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a vector of keys, one for each step; a missing key does not count.</param>
    /// <param name="featureColumnName">The features: a vector of floats, of any or of one length, or of keys; raw values and NaN will
    /// do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="cell">How the network goes from one step to the next.</param>
    /// <param name="hiddenSize">Numbers in its state; <see langword="null"/> leaves them to the recipe.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a vector of keys with the label's values, and <c>Score</c>, the probabilities
    /// [steps x classes]; both as long as the row.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Lstm(
        this SequenceLabelingCatalog.SequenceLabelingTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        RecurrentCell cell = RecurrentCell.Lstm,
        int? hiddenSize = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Lstm(catalog, LstmCatalog.Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, cell, hiddenSize, maximumEpochCount, learningRate, seed));

    /// <summary>A recurrent network that tells the class of each step of a sequence, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; there is no <see cref="LstmOptions.Pooling"/>, and convolutions in front keep all steps.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a vector of keys with the label's values, and <c>Score</c>, the probabilities
    /// [steps x classes]; both as long as the row.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Lstm(this SequenceLabelingCatalog.SequenceLabelingTrainers catalog, LstmOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DeepTrainer(catalog.Environment, options, SequenceLabelTask.Instance);
    }

    /// <summary>A recurrent network that reads a sequence and tells another: an encoder and a decoder.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a vector of keys, of any length, or a float vector of known length.</param>
    /// <param name="featureColumnName">The features: a vector of floats, of any or of one length, or of keys; raw values and NaN will
    /// do.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="cell">How the network goes from one step to the next.</param>
    /// <param name="hiddenSize">Numbers in the encoder's state; <see langword="null"/> leaves them to the recipe.</param>
    /// <param name="maximumEpochCount">Passes over the training rows at most; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="learningRate">The optimiser's peak step size; <see langword="null"/> leaves it to the recipe.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a vector of keys with the label's values, and <c>Score</c>, the probability of
    /// each; or, for numbers, <c>Score</c> alone, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static DeepTrainer Lstm(
        this SequenceToSequenceCatalog.SequenceToSequenceTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        RecurrentCell cell = RecurrentCell.Lstm,
        int? hiddenSize = null,
        int? maximumEpochCount = null,
        double? learningRate = null,
        int? seed = null) =>
        Lstm(catalog, LstmCatalog.Options(
            labelColumnName, featureColumnName, exampleWeightColumnName, cell, hiddenSize, maximumEpochCount, learningRate, seed));

    /// <summary>A recurrent network that tells a sequence, from another or from a vector, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; those of the decoder are in <see cref="LstmOptions.Decoder"/>.</param>
    /// <returns>A trainer that adds <c>PredictedLabel</c>, a vector of keys with the label's values, and <c>Score</c>, the probability of
    /// each; or, for numbers, <c>Score</c> alone, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static DeepTrainer Lstm(this SequenceToSequenceCatalog.SequenceToSequenceTrainers catalog, LstmOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DeepTrainer(catalog.Environment, options, SequenceToSequenceTask.Instance);
    }
}
