using Microsoft.ML.AutoML;
using MLNetDeep;
using MLNetDeep.AutoML;

namespace Microsoft.ML;

/// <summary>Deep and classical trainers as the candidates of one pipeline, which an experiment or a study chooses from.</summary>
/// <remarks>
/// The classical trainers are those of <c>ml.Auto().BinaryClassification(…)</c> and its like. Their ranges are narrower than ML.NET's,
/// which reach 32,768 trees of as many leaves and suit its cost-frugal tuner alone; they start with the trainers' own defaults instead of
/// four trees of four leaves.
/// </remarks>
public static class DeepPipelineCatalog
{
    /// <summary>Deep and classical trainers for two classes, on one feature vector.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: Boolean.</param>
    /// <param name="featureColumnName">The features: a float vector of known length.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="useMlp">Whether the multilayer perceptron is a candidate, the first one.</param>
    /// <param name="useFastTree">Whether boosted trees are.</param>
    /// <param name="useFastForest">Whether a random forest is.</param>
    /// <param name="useLbfgs">Whether logistic regression by L-BFGS is.</param>
    /// <param name="useSdca">Whether logistic regression by dual coordinates is.</param>
    /// <param name="useLgbm">Whether LightGBM is, with ML.NET's own ranges; it needs the package Microsoft.ML.LightGbm.</param>
    /// <param name="mlpOptions">What is not swept of the perceptron, columns aside.</param>
    /// <param name="mlpSearchSpace">What is swept of it; <see langword="null"/> for all of <see cref="MlpSearchOptions"/>.</param>
    /// <returns>The candidates as the last stage of a pipeline: <c>features.Append(…)</c>.</returns>
    /// <exception cref="ArgumentException">No trainer is a candidate.</exception>
    public static SweepablePipeline BinaryClassificationWithDeep(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        bool useMlp = true,
        bool useFastTree = true,
        bool useFastForest = true,
        bool useLbfgs = true,
        bool useSdca = true,
        bool useLgbm = false,
        MlpOptions? mlpOptions = null,
        SearchSpace.SearchSpace? mlpSearchSpace = null)
    {
        bool isAlone = OnlyMlp(useMlp, useFastTree, useFastForest, useLbfgs, useSdca, useLgbm);
        var columns = new ClassicalSpaces(labelColumnName, featureColumnName, exampleWeightColumnName);
        SweepablePipeline classical = catalog.BinaryClassification(
            labelColumnName, featureColumnName, exampleWeightColumnName, useFastForest, useLgbm, useFastTree || isAlone, useLbfgs, useSdca,
            fastTreeSearchSpace: columns.FastTree(), fastForestSearchSpace: columns.FastForest(),
            lbfgsLogisticRegressionSearchSpace: columns.Lbfgs(), sdcaLogisticRegressionSearchSpace: columns.Sdca());
        return Join(classical, useMlp ? catalog.Mlp(DeepTask.BinaryClassification, columns.Of(mlpOptions), mlpSearchSpace) : null, isAlone);
    }

    /// <summary>Deep and classical trainers for several classes, on one feature vector.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a key.</param>
    /// <param name="featureColumnName">The features: a float vector of known length.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="useMlp">Whether the multilayer perceptron is a candidate, the first one.</param>
    /// <param name="useFastTree">Whether boosted trees are, one model for each class.</param>
    /// <param name="useFastForest">Whether a random forest is, one model for each class.</param>
    /// <param name="useLbfgs">Whether maximum entropy by L-BFGS is.</param>
    /// <param name="useSdca">Whether maximum entropy by dual coordinates is.</param>
    /// <param name="useLgbm">Whether LightGBM is, with ML.NET's own ranges; it needs the package Microsoft.ML.LightGbm.</param>
    /// <param name="mlpOptions">What is not swept of the perceptron, columns aside.</param>
    /// <param name="mlpSearchSpace">What is swept of it; <see langword="null"/> for all of <see cref="MlpSearchOptions"/>.</param>
    /// <returns>The candidates as the last stage of a pipeline: <c>features.Append(…)</c>.</returns>
    /// <exception cref="ArgumentException">No trainer is a candidate.</exception>
    public static SweepablePipeline MulticlassClassificationWithDeep(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        bool useMlp = true,
        bool useFastTree = true,
        bool useFastForest = true,
        bool useLbfgs = true,
        bool useSdca = true,
        bool useLgbm = false,
        MlpOptions? mlpOptions = null,
        SearchSpace.SearchSpace? mlpSearchSpace = null)
    {
        bool isAlone = OnlyMlp(useMlp, useFastTree, useFastForest, useLbfgs, useSdca, useLgbm);
        var columns = new ClassicalSpaces(labelColumnName, featureColumnName, exampleWeightColumnName);
        SweepablePipeline classical = catalog.MultiClassification(
            labelColumnName, featureColumnName, exampleWeightColumnName, useFastForest, useLgbm, useFastTree || isAlone,
            useLbfgsMaximumEntrophy: useLbfgs, useLbfgsLogisticRegression: false, useSdcaMaximumEntrophy: useSdca,
            useSdcaLogisticRegression: false, fastTreeSearchSpace: columns.FastTree(), fastForestSearchSpace: columns.FastForest(),
            lbfgsMaximumEntrophySearchSpace: columns.Lbfgs(), sdcaMaximumEntorphySearchSpace: columns.Sdca());
        return Join(
            classical, useMlp ? catalog.Mlp(DeepTask.MulticlassClassification, columns.Of(mlpOptions), mlpSearchSpace) : null, isAlone);
    }

    /// <summary>Deep and classical trainers for a number, on one feature vector.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label: a float.</param>
    /// <param name="featureColumnName">The features: a float vector of known length.</param>
    /// <param name="exampleWeightColumnName">The weight of each row, or <see langword="null"/> for all alike.</param>
    /// <param name="useMlp">Whether the multilayer perceptron is a candidate, the first one.</param>
    /// <param name="useFastTree">Whether boosted trees are.</param>
    /// <param name="useFastForest">Whether a random forest is.</param>
    /// <param name="useLbfgs">Whether Poisson regression by L-BFGS is; for labels that are not negative.</param>
    /// <param name="useSdca">Whether linear regression by dual coordinates is; it wants features of one size.</param>
    /// <param name="useLgbm">Whether LightGBM is, with ML.NET's own ranges; it needs the package Microsoft.ML.LightGbm.</param>
    /// <param name="mlpOptions">What is not swept of the perceptron, columns aside.</param>
    /// <param name="mlpSearchSpace">What is swept of it; <see langword="null"/> for all of <see cref="MlpSearchOptions"/>.</param>
    /// <returns>The candidates as the last stage of a pipeline: <c>features.Append(…)</c>.</returns>
    /// <exception cref="ArgumentException">No trainer is a candidate.</exception>
    public static SweepablePipeline RegressionWithDeep(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        bool useMlp = true,
        bool useFastTree = true,
        bool useFastForest = true,
        bool useLbfgs = true,
        bool useSdca = true,
        bool useLgbm = false,
        MlpOptions? mlpOptions = null,
        SearchSpace.SearchSpace? mlpSearchSpace = null)
    {
        bool isAlone = OnlyMlp(useMlp, useFastTree, useFastForest, useLbfgs, useSdca, useLgbm);
        var columns = new ClassicalSpaces(labelColumnName, featureColumnName, exampleWeightColumnName);
        SweepablePipeline classical = catalog.Regression(
            labelColumnName, featureColumnName, exampleWeightColumnName, useFastForest, useLgbm, useFastTree || isAlone, useLbfgs, useSdca,
            fastTreeSearchSpace: columns.FastTree(), fastForestSearchSpace: columns.FastForest(),
            lbfgsPoissonRegressionSearchSpace: columns.Lbfgs(), sdcaSearchSpace: columns.Sdca());
        return Join(classical, useMlp ? catalog.Mlp(DeepTask.Regression, columns.Of(mlpOptions), mlpSearchSpace) : null, isAlone);
    }

    /// <summary>Whether there is no other candidate; ML.NET's catalogs refuse to make a pipeline of none.</summary>
    private static bool OnlyMlp(bool useMlp, params ReadOnlySpan<bool> others)
    {
        bool isAlone = !others.Contains(true);
        return useMlp || !isAlone
            ? isAlone
            : throw new ArgumentException(
                "At least one of useMlp, useFastTree, useFastForest, useLbfgs, useSdca and useLgbm must be true, but was none.");
    }

    /// <summary>The deep candidate first, so that a search begins with it.</summary>
    private static SweepablePipeline Join(SweepablePipeline classical, SweepableEstimator? deep, bool isAlone)
    {
        if (deep is null)
            return classical;
        string[] keys = isAlone ? [] : [.. classical.Estimators.Keys];
        string key = $"e{keys.Length}";
        classical.Estimators[key] = deep;
        return classical.BuildSweepableEstimatorPipeline(string.Join(" + ", keys.Prepend(key)));
    }
}
