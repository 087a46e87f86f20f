namespace Microsoft.ML;

public static class StandardTrainersCatalog
{
    public static LbfgsLogisticRegressionBinaryTrainer LbfgsLogisticRegression(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null,
        float l1Regularization = LbfgsSettings.DefaultL1Regularization,
        float l2Regularization = LbfgsSettings.DefaultL2Regularization,
        float optimizationTolerance = LbfgsSettings.DefaultOptimizationTolerance,
        int historySize = LbfgsSettings.DefaultHistorySize,
        bool enforceNonNegativity = false)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        return new LbfgsLogisticRegressionBinaryTrainer(catalog.GetEnvironment(), LbfgsLogisticRegressionBinaryTrainer.MakeOptions(
            labelColumnName, featureColumnName, exampleWeightColumnName, l1Regularization, l2Regularization, optimizationTolerance,
            historySize, enforceNonNegativity));
    }

    public static LbfgsLogisticRegressionBinaryTrainer LbfgsLogisticRegression(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, LbfgsLogisticRegressionBinaryTrainer.Options options)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(options, nameof(options));
        return new LbfgsLogisticRegressionBinaryTrainer(catalog.GetEnvironment(), options);
    }

    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string? exampleWeightColumnName = null,
        float l1Regularization = LbfgsSettings.DefaultL1Regularization,
        float l2Regularization = LbfgsSettings.DefaultL2Regularization,
        float optimizationTolerance = LbfgsSettings.DefaultOptimizationTolerance,
        int historySize = LbfgsSettings.DefaultHistorySize,
        bool enforceNonNegativity = false)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        return new LbfgsMaximumEntropyMulticlassTrainer(catalog.GetEnvironment(), LbfgsMaximumEntropyMulticlassTrainer.MakeOptions(
            labelColumnName, featureColumnName, exampleWeightColumnName, l1Regularization, l2Regularization, optimizationTolerance,
            historySize, enforceNonNegativity));
    }

    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, LbfgsMaximumEntropyMulticlassTrainer.Options options)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(options, nameof(options));
        return new LbfgsMaximumEntropyMulticlassTrainer(catalog.GetEnvironment(), options);
    }
}
