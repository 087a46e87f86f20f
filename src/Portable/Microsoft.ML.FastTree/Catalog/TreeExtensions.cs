using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML;

/// <summary>The tree trainers, on ML.NET's catalogs.</summary>
public static class TreeExtensions
{
    /// <summary>Boosted trees for regression.</summary>
    public static FastTreeRegressionTrainer FastTree(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null,
        int numberOfLeaves = Defaults.NumberOfLeaves,
        int numberOfTrees = Defaults.NumberOfTrees,
        int minimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf,
        double learningRate = Defaults.LearningRate)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        return new FastTreeRegressionTrainer(CatalogUtils.GetEnvironment(catalog), labelColumnName, featureColumnName,
            exampleWeightColumnName, numberOfLeaves, numberOfTrees, minimumExampleCountPerLeaf, learningRate);
    }

    /// <summary>Boosted trees for regression, with all options.</summary>
    public static FastTreeRegressionTrainer FastTree(
        this RegressionCatalog.RegressionTrainers catalog, FastTreeRegressionTrainer.Options options)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(options, nameof(options));
        return new FastTreeRegressionTrainer(CatalogUtils.GetEnvironment(catalog), options);
    }

    /// <summary>Boosted trees for binary classification.</summary>
    public static FastTreeBinaryTrainer FastTree(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null,
        int numberOfLeaves = Defaults.NumberOfLeaves,
        int numberOfTrees = Defaults.NumberOfTrees,
        int minimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf,
        double learningRate = Defaults.LearningRate)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        return new FastTreeBinaryTrainer(CatalogUtils.GetEnvironment(catalog), labelColumnName, featureColumnName,
            exampleWeightColumnName, numberOfLeaves, numberOfTrees, minimumExampleCountPerLeaf, learningRate);
    }

    /// <summary>Boosted trees for binary classification, with all options.</summary>
    public static FastTreeBinaryTrainer FastTree(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, FastTreeBinaryTrainer.Options options)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(options, nameof(options));
        return new FastTreeBinaryTrainer(CatalogUtils.GetEnvironment(catalog), options);
    }
}
