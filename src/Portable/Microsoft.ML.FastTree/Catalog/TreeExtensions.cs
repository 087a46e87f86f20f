namespace Microsoft.ML;

public static class TreeExtensions
{
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
        return new FastTreeRegressionTrainer(CatalogUtils.GetEnvironment(catalog), FastTreeRegressionTrainer.MakeOptions(
            labelColumnName, featureColumnName, exampleWeightColumnName, numberOfLeaves, numberOfTrees,
            minimumExampleCountPerLeaf, learningRate));
    }

    public static FastTreeRegressionTrainer FastTree(
        this RegressionCatalog.RegressionTrainers catalog, FastTreeRegressionTrainer.Options options)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(options, nameof(options));
        return new FastTreeRegressionTrainer(CatalogUtils.GetEnvironment(catalog), options);
    }

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
        return new FastTreeBinaryTrainer(CatalogUtils.GetEnvironment(catalog), FastTreeBinaryTrainer.MakeOptions(
            labelColumnName, featureColumnName, exampleWeightColumnName, numberOfLeaves, numberOfTrees,
            minimumExampleCountPerLeaf, learningRate));
    }

    public static FastTreeBinaryTrainer FastTree(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, FastTreeBinaryTrainer.Options options)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(options, nameof(options));
        return new FastTreeBinaryTrainer(CatalogUtils.GetEnvironment(catalog), options);
    }
}
