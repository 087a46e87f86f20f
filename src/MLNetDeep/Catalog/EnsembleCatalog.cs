using MLNetDeep;
using MLNetDeep.Tasks;

namespace Microsoft.ML;

/// <summary>Puts ensembles among ML.NET's trainers.</summary>
public static class EnsembleCatalog
{
    /// <summary>Tells two classes apart by the average of a deep trainer's fits, one for each fold of the rows.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trainer">What is trained for each fold, such as <c>ml.BinaryClassification.Trainers.Mlp()</c>.</param>
    /// <param name="foldCount">Into how many folds the rows are split; at least 2.</param>
    /// <param name="repeatCount">How often they are split anew; at least 1.</param>
    /// <param name="samplingKeyColumnName">The column whose equal values stay in one fold, or <see langword="null"/>.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> takes the trainer's seed.</param>
    /// <returns>A trainer whose transformer adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer is for another task.</exception>
    public static CrossValidationEnsemble CrossValidationEnsemble(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        DeepTrainer trainer,
        int foldCount = 5,
        int repeatCount = 1,
        string? samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidationEnsemble(catalog, trainer, new CrossValidationEnsembleOptions
        {
            FoldCount = foldCount,
            RepeatCount = repeatCount,
            SamplingKeyColumnName = samplingKeyColumnName,
            Seed = seed,
        });

    /// <summary>Tells two classes apart by the average of a deep trainer's fits, one for each fold of the rows, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trainer">What is trained for each fold, such as <c>ml.BinaryClassification.Trainers.Mlp()</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer whose transformer adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer is for another task.</exception>
    public static CrossValidationEnsemble CrossValidationEnsemble(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, DeepTrainer trainer, CrossValidationEnsembleOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CrossValidationEnsemble(trainer, options, BinaryTask.Instance);
    }

    /// <summary>Tells several classes apart by the average of a deep trainer's fits, one for each fold of the rows.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trainer">What is trained for each fold, such as <c>ml.MulticlassClassification.Trainers.Mlp()</c>.</param>
    /// <param name="foldCount">Into how many folds the rows are split; at least 2.</param>
    /// <param name="repeatCount">How often they are split anew; at least 1.</param>
    /// <param name="samplingKeyColumnName">The column whose equal values stay in one fold, or <see langword="null"/>.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> takes the trainer's seed.</param>
    /// <returns>A trainer whose transformer adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>, their
    /// probabilities.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer is for another task.</exception>
    public static CrossValidationEnsemble CrossValidationEnsemble(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        DeepTrainer trainer,
        int foldCount = 5,
        int repeatCount = 1,
        string? samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidationEnsemble(catalog, trainer, new CrossValidationEnsembleOptions
        {
            FoldCount = foldCount,
            RepeatCount = repeatCount,
            SamplingKeyColumnName = samplingKeyColumnName,
            Seed = seed,
        });

    /// <summary>Tells several classes apart by the average of a deep trainer's fits, one for each fold of the rows, with all
    /// options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trainer">What is trained for each fold, such as <c>ml.MulticlassClassification.Trainers.Mlp()</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer whose transformer adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>, their
    /// probabilities.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer is for another task.</exception>
    public static CrossValidationEnsemble CrossValidationEnsemble(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        DeepTrainer trainer,
        CrossValidationEnsembleOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CrossValidationEnsemble(trainer, options, MulticlassTask.Instance);
    }

    /// <summary>Predicts a number, or several, by the average of a deep trainer's fits, one for each fold of the rows.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trainer">What is trained for each fold, such as <c>ml.Regression.Trainers.Mlp()</c>.</param>
    /// <param name="foldCount">Into how many folds the rows are split; at least 2.</param>
    /// <param name="repeatCount">How often they are split anew; at least 1.</param>
    /// <param name="samplingKeyColumnName">The column whose equal values stay in one fold, or <see langword="null"/>.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> takes the trainer's seed.</param>
    /// <returns>A trainer whose transformer adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer is for another task.</exception>
    public static CrossValidationEnsemble CrossValidationEnsemble(
        this RegressionCatalog.RegressionTrainers catalog,
        DeepTrainer trainer,
        int foldCount = 5,
        int repeatCount = 1,
        string? samplingKeyColumnName = null,
        int? seed = null) =>
        CrossValidationEnsemble(catalog, trainer, new CrossValidationEnsembleOptions
        {
            FoldCount = foldCount,
            RepeatCount = repeatCount,
            SamplingKeyColumnName = samplingKeyColumnName,
            Seed = seed,
        });

    /// <summary>Predicts a number, or several, by the average of a deep trainer's fits, one for each fold of the rows, with all
    /// options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trainer">What is trained for each fold, such as <c>ml.Regression.Trainers.Mlp()</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer whose transformer adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer is for another task.</exception>
    public static CrossValidationEnsemble CrossValidationEnsemble(
        this RegressionCatalog.RegressionTrainers catalog, DeepTrainer trainer, CrossValidationEnsembleOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CrossValidationEnsemble(trainer, options, RegressionTask.Instance);
    }
}
