using MLNetDeep;
using MLNetDeep.Interop;
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

    /// <summary>Finds labels that do not exclude each other by the average of a deep trainer's fits on folds of the rows.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trainer">What is trained for each fold, such as <c>ml.MultiLabelClassification.Trainers.Mlp()</c>.</param>
    /// <param name="foldCount">Into how many folds the rows are split; at least 2.</param>
    /// <param name="repeatCount">How often they are split anew; at least 1.</param>
    /// <param name="samplingKeyColumnName">The column whose equal values stay in one fold, or <see langword="null"/>.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> takes the trainer's seed.</param>
    /// <returns>A trainer whose transformer adds <c>PredictedLabel</c>, <c>Score</c> (logits) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer is for another task.</exception>
    public static CrossValidationEnsemble CrossValidationEnsemble(
        this MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog,
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

    /// <summary>Finds labels that do not exclude each other by averaging a deep trainer's fits on folds, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trainer">What is trained for each fold, such as <c>ml.MultiLabelClassification.Trainers.Mlp()</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>A trainer whose transformer adds <c>PredictedLabel</c>, <c>Score</c> (logits) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer is for another task.</exception>
    public static CrossValidationEnsemble CrossValidationEnsemble(
        this MultiLabelClassificationCatalog.MultiLabelClassificationTrainers catalog,
        DeepTrainer trainer,
        CrossValidationEnsembleOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CrossValidationEnsemble(trainer, options, MultiLabelTask.Instance);
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

    /// <summary>Tells two classes apart by the weighted average of several estimators, deep and classical ones alike.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="members">Estimators, featurisation included where they need one, whose output has <c>Probability</c>.</param>
    /// <param name="labelColumnName">The label; the members must be told the same.</param>
    /// <param name="foldCount">Into how many folds the rows are split to choose the weights; at least 2.</param>
    /// <param name="samplingKeyColumnName">The column whose equal values stay in one fold, or <see langword="null"/>.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>An estimator whose transformer adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static WeightedEnsemble WeightedEnsemble(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        IReadOnlyList<IEstimator<ITransformer>> members,
        string labelColumnName = "Label",
        int foldCount = 5,
        string? samplingKeyColumnName = null,
        int? seed = null) =>
        WeightedEnsemble(catalog, members, Weighted(labelColumnName, foldCount, samplingKeyColumnName, seed));

    /// <summary>Tells two classes apart by the weighted average of several estimators, deep and classical ones alike.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="members">Estimators, featurisation included where they need one, whose output has <c>Probability</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator whose transformer adds <c>PredictedLabel</c>, <c>Score</c> (the logit) and <c>Probability</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static WeightedEnsemble WeightedEnsemble(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        IReadOnlyList<IEstimator<ITransformer>> members,
        WeightedEnsembleOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), members, options, BinaryTask.Instance);

    /// <summary>Tells several classes apart by the weighted average of several estimators, deep and classical ones alike.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="members">Estimators, featurisation included where they need one, whose output has <c>Score</c>.</param>
    /// <param name="labelColumnName">The label; the members must be told the same.</param>
    /// <param name="foldCount">Into how many folds the rows are split to choose the weights; at least 2.</param>
    /// <param name="samplingKeyColumnName">The column whose equal values stay in one fold, or <see langword="null"/>.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>An estimator whose transformer adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static WeightedEnsemble WeightedEnsemble(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        IReadOnlyList<IEstimator<ITransformer>> members,
        string labelColumnName = "Label",
        int foldCount = 5,
        string? samplingKeyColumnName = null,
        int? seed = null) =>
        WeightedEnsemble(catalog, members, Weighted(labelColumnName, foldCount, samplingKeyColumnName, seed));

    /// <summary>Tells several classes apart by the weighted average of several estimators, deep and classical ones alike.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="members">Estimators, featurisation included where they need one, whose output has <c>Score</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator whose transformer adds <c>PredictedLabel</c>, a key with the label's values, and <c>Score</c>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static WeightedEnsemble WeightedEnsemble(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        IReadOnlyList<IEstimator<ITransformer>> members,
        WeightedEnsembleOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), members, options, MulticlassTask.Instance);

    /// <summary>Predicts a number, or several, by the weighted average of several estimators, deep and classical ones alike.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="members">Estimators, featurisation included where they need one, whose output has <c>Score</c>.</param>
    /// <param name="labelColumnName">The label; the members must be told the same.</param>
    /// <param name="foldCount">Into how many folds the rows are split to choose the weights; at least 2.</param>
    /// <param name="samplingKeyColumnName">The column whose equal values stay in one fold, or <see langword="null"/>.</param>
    /// <param name="seed">Where the random numbers start; <see langword="null"/> draws it from the <see cref="MLContext"/>.</param>
    /// <returns>An estimator whose transformer adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static WeightedEnsemble WeightedEnsemble(
        this RegressionCatalog.RegressionTrainers catalog,
        IReadOnlyList<IEstimator<ITransformer>> members,
        string labelColumnName = "Label",
        int foldCount = 5,
        string? samplingKeyColumnName = null,
        int? seed = null) =>
        WeightedEnsemble(catalog, members, Weighted(labelColumnName, foldCount, samplingKeyColumnName, seed));

    /// <summary>Predicts a number, or several, by the weighted average of several estimators, deep and classical ones alike.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="members">Estimators, featurisation included where they need one, whose output has <c>Score</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator whose transformer adds <c>Score</c>, in the unit of the label.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static WeightedEnsemble WeightedEnsemble(
        this RegressionCatalog.RegressionTrainers catalog,
        IReadOnlyList<IEstimator<ITransformer>> members,
        WeightedEnsembleOptions options) =>
        new(HostAccess.EnvironmentOf(catalog), members, options, RegressionTask.Instance);

    private static WeightedEnsembleOptions Weighted(string label, int foldCount, string? samplingKey, int? seed) => new()
    {
        LabelColumnName = label,
        FoldCount = foldCount,
        SamplingKeyColumnName = samplingKey,
        Seed = seed,
    };
}
