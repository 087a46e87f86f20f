namespace Microsoft.ML;

public static class PermutationFeatureImportanceExtensions
{
    public static ImmutableArray<RegressionMetricsStatistics> PermutationFeatureImportance<TModel>(
        this RegressionCatalog catalog,
        ISingleFeaturePredictionTransformer<TModel> predictionTransformer,
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        bool useFeatureWeightFilter = false,
        int? numberOfExamplesToUse = null,
        int permutationCount = 1)
        where TModel : class =>
        Regression(catalog, labelColumnName).OfSlots(predictionTransformer, predictionTransformer.FeatureColumnName, data,
            useFeatureWeightFilter, numberOfExamplesToUse, permutationCount);

    public static ImmutableDictionary<string, RegressionMetricsStatistics> PermutationFeatureImportance(
        this RegressionCatalog catalog,
        ITransformer model,
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        bool useFeatureWeightFilter = false,
        int? numberOfExamplesToUse = null,
        int permutationCount = 1) =>
        Regression(catalog, labelColumnName).OfNamedSlots(model, data, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount);

    public static ImmutableArray<BinaryClassificationMetricsStatistics> PermutationFeatureImportance<TModel>(
        this BinaryClassificationCatalog catalog,
        ISingleFeaturePredictionTransformer<TModel> predictionTransformer,
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        bool useFeatureWeightFilter = false,
        int? numberOfExamplesToUse = null,
        int permutationCount = 1)
        where TModel : class =>
        Binary(catalog, labelColumnName).OfSlots(predictionTransformer, predictionTransformer.FeatureColumnName, data,
            useFeatureWeightFilter, numberOfExamplesToUse, permutationCount);

    public static ImmutableDictionary<string, BinaryClassificationMetricsStatistics> PermutationFeatureImportanceNonCalibrated(
        this BinaryClassificationCatalog catalog,
        ITransformer model,
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        bool useFeatureWeightFilter = false,
        int? numberOfExamplesToUse = null,
        int permutationCount = 1) =>
        Binary(catalog, labelColumnName).OfNamedSlots(model, data, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount);

    public static ImmutableArray<MulticlassClassificationMetricsStatistics> PermutationFeatureImportance<TModel>(
        this MulticlassClassificationCatalog catalog,
        ISingleFeaturePredictionTransformer<TModel> predictionTransformer,
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        bool useFeatureWeightFilter = false,
        int? numberOfExamplesToUse = null,
        int permutationCount = 1)
        where TModel : class =>
        Multiclass(catalog, labelColumnName).OfSlots(predictionTransformer, predictionTransformer.FeatureColumnName, data,
            useFeatureWeightFilter, numberOfExamplesToUse, permutationCount);

    public static ImmutableDictionary<string, MulticlassClassificationMetricsStatistics> PermutationFeatureImportance(
        this MulticlassClassificationCatalog catalog,
        ITransformer model,
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        bool useFeatureWeightFilter = false,
        int? numberOfExamplesToUse = null,
        int permutationCount = 1) =>
        Multiclass(catalog, labelColumnName).OfNamedSlots(model, data, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount);

    private static PermutationImportance<RegressionMetrics, RegressionMetricsStatistics> Regression(
        RegressionCatalog catalog, string labelColumnName) =>
        new(catalog.GetEnvironment(), data => catalog.Evaluate(data, labelColumnName), () => new());

    private static PermutationImportance<BinaryClassificationMetrics, BinaryClassificationMetricsStatistics> Binary(
        BinaryClassificationCatalog catalog, string labelColumnName) =>
        new(catalog.GetEnvironment(), data => catalog.EvaluateNonCalibrated(data, labelColumnName), () => new());

    private static PermutationImportance<MulticlassClassificationMetrics, MulticlassClassificationMetricsStatistics> Multiclass(
        MulticlassClassificationCatalog catalog, string labelColumnName) =>
        new(catalog.GetEnvironment(), data => catalog.Evaluate(data, labelColumnName), () => new());
}
