namespace Microsoft.ML;

public static class TreeExtensions
{
    public static FastTreeRegressionTrainer FastTree(this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label, string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null, int numberOfLeaves = Defaults.NumberOfLeaves, int numberOfTrees = Defaults.NumberOfTrees,
        int minimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf, double learningRate = Defaults.LearningRate) =>
        catalog.FastTree(Options<FastTreeRegressionTrainer.Options>(labelColumnName, featureColumnName, exampleWeightColumnName,
            numberOfLeaves, numberOfTrees, minimumExampleCountPerLeaf, learningRate));
    public static FastTreeRegressionTrainer FastTree(
        this RegressionCatalog.RegressionTrainers catalog, FastTreeRegressionTrainer.Options options) =>
        new(CatalogUtils.GetEnvironment(catalog), options);
    public static FastTreeBinaryTrainer FastTree(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label, string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null, int numberOfLeaves = Defaults.NumberOfLeaves, int numberOfTrees = Defaults.NumberOfTrees,
        int minimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf, double learningRate = Defaults.LearningRate) =>
        catalog.FastTree(Options<FastTreeBinaryTrainer.Options>(labelColumnName, featureColumnName, exampleWeightColumnName,
            numberOfLeaves, numberOfTrees, minimumExampleCountPerLeaf, learningRate));
    public static FastTreeBinaryTrainer FastTree(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, FastTreeBinaryTrainer.Options options) =>
        new(CatalogUtils.GetEnvironment(catalog), options);

    public static FastForestRegressionTrainer FastForest(this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label, string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null, int numberOfLeaves = Defaults.NumberOfLeaves, int numberOfTrees = Defaults.NumberOfTrees,
        int minimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf) =>
        catalog.FastForest(Options<FastForestRegressionTrainer.Options>(labelColumnName, featureColumnName, exampleWeightColumnName,
            numberOfLeaves, numberOfTrees, minimumExampleCountPerLeaf));
    public static FastForestRegressionTrainer FastForest(
        this RegressionCatalog.RegressionTrainers catalog, FastForestRegressionTrainer.Options options) =>
        new(CatalogUtils.GetEnvironment(catalog), options);
    public static FastForestBinaryTrainer FastForest(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label, string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null, int numberOfLeaves = Defaults.NumberOfLeaves, int numberOfTrees = Defaults.NumberOfTrees,
        int minimumExampleCountPerLeaf = Defaults.MinimumExampleCountPerLeaf) =>
        catalog.FastForest(Options<FastForestBinaryTrainer.Options>(labelColumnName, featureColumnName, exampleWeightColumnName,
            numberOfLeaves, numberOfTrees, minimumExampleCountPerLeaf));
    public static FastForestBinaryTrainer FastForest(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, FastForestBinaryTrainer.Options options) =>
        new(CatalogUtils.GetEnvironment(catalog), options);

    private static TOptions Options<TOptions>(string labelColumnName, string featureColumnName, string? exampleWeightColumnName,
        int numberOfLeaves, int numberOfTrees, int minimumExampleCountPerLeaf, double learningRate = Defaults.LearningRate)
        where TOptions : TreeOptions, new()
    {
        var options = new TOptions();
        (options.LabelColumnName, options.FeatureColumnName) = (labelColumnName, featureColumnName);
        options.ExampleWeightColumnName = exampleWeightColumnName;
        (options.NumberOfLeaves, options.NumberOfTrees) = (numberOfLeaves, numberOfTrees);
        options.MinimumExampleCountPerLeaf = minimumExampleCountPerLeaf;
        if (options is BoostedTreeOptions boosted)
            boosted.LearningRate = learningRate;
        return options;
    }
}
