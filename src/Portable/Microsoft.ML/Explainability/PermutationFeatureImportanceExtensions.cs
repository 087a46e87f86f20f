using static Microsoft.ML.Data.DefaultColumnNames;

namespace Microsoft.ML;

/// <summary>How much a model needs each feature: how its metrics change when the feature's values are shuffled among the rows (Breiman,
/// Random Forests, 2001, section 10).</summary>
public static class PermutationFeatureImportanceExtensions
{
    public static ImmutableArray<RegressionMetricsStatistics> PermutationFeatureImportance<TModel>(this RegressionCatalog catalog,
        ISingleFeaturePredictionTransformer<TModel> predictionTransformer, IDataView data,
        string labelColumnName = Label, bool useFeatureWeightFilter = false, int? numberOfExamplesToUse = null, int permutationCount = 1)
        where TModel : class =>
        Regression(catalog, data, labelColumnName, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount)
            .OfSlots(predictionTransformer, predictionTransformer.FeatureColumnName);
    public static ImmutableDictionary<string, RegressionMetricsStatistics> PermutationFeatureImportance(this RegressionCatalog catalog,
        ITransformer model, IDataView data, string labelColumnName = Label, bool useFeatureWeightFilter = false,
        int? numberOfExamplesToUse = null, int permutationCount = 1) =>
        Regression(catalog, data, labelColumnName, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount).OfNamedSlots(model);
    public static ImmutableArray<BinaryClassificationMetricsStatistics> PermutationFeatureImportance<TModel>(
        this BinaryClassificationCatalog catalog, ISingleFeaturePredictionTransformer<TModel> predictionTransformer, IDataView data,
        string labelColumnName = Label, bool useFeatureWeightFilter = false, int? numberOfExamplesToUse = null, int permutationCount = 1)
        where TModel : class =>
        Binary(catalog, data, labelColumnName, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount)
            .OfSlots(predictionTransformer, predictionTransformer.FeatureColumnName);

    public static ImmutableDictionary<string, BinaryClassificationMetricsStatistics> PermutationFeatureImportanceNonCalibrated(
        this BinaryClassificationCatalog catalog, ITransformer model, IDataView data, string labelColumnName = Label,
        bool useFeatureWeightFilter = false, int? numberOfExamplesToUse = null, int permutationCount = 1) =>
        Binary(catalog, data, labelColumnName, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount).OfNamedSlots(model);

    public static ImmutableArray<MulticlassClassificationMetricsStatistics> PermutationFeatureImportance<TModel>(
        this MulticlassClassificationCatalog catalog, ISingleFeaturePredictionTransformer<TModel> predictionTransformer, IDataView data,
        string labelColumnName = Label, bool useFeatureWeightFilter = false, int? numberOfExamplesToUse = null, int permutationCount = 1)
        where TModel : class =>
        Multiclass(catalog, data, labelColumnName, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount)
            .OfSlots(predictionTransformer, predictionTransformer.FeatureColumnName);
    public static ImmutableDictionary<string, MulticlassClassificationMetricsStatistics> PermutationFeatureImportance(
        this MulticlassClassificationCatalog catalog, ITransformer model, IDataView data, string labelColumnName = Label,
        bool useFeatureWeightFilter = false, int? numberOfExamplesToUse = null, int permutationCount = 1) =>
        Multiclass(catalog, data, labelColumnName, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount).OfNamedSlots(model);

    private static Importance<RegressionMetrics, RegressionMetricsStatistics> Regression(
        RegressionCatalog catalog, IDataView data, string label, bool filter, int? examples, int permutations) =>
        new(catalog.GetEnvironment(), scored => catalog.Evaluate(scored, label), data, changes => new(changes), filter, examples,
            permutations);

    private static Importance<BinaryClassificationMetrics, BinaryClassificationMetricsStatistics> Binary(
        BinaryClassificationCatalog catalog, IDataView data, string label, bool filter, int? examples, int permutations) =>
        new(catalog.GetEnvironment(), scored => catalog.EvaluateNonCalibrated(scored, label), data, changes => new(changes),
            filter, examples, permutations);

    private static Importance<MulticlassClassificationMetrics, MulticlassClassificationMetricsStatistics> Multiclass(
        MulticlassClassificationCatalog catalog, IDataView data, string label, bool filter, int? examples, int permutations) =>
        new(catalog.GetEnvironment(), scored => catalog.Evaluate(scored, label), data, changes => new(changes), filter, examples,
            permutations);

    private sealed class Importance<TMetrics, TResult>(IHostEnvironment env, Func<IDataView, TMetrics> evaluate, IDataView data,
        Func<MetricChanges<TMetrics>, TResult> makeResult, bool useWeightFilter, int? exampleCount, int permutationCount)
    {
        /// <summary>One result a slot of the feature column.</summary>
        public ImmutableArray<TResult> OfSlots(ITransformer model, string featureName)
        {
            var host = env.Register("PermutationFeatureImportance");
            host.CheckValue(model, nameof(model));
            host.CheckValue(data, nameof(data));
            host.CheckNonEmpty(featureName, "features");
            host.Check(exampleCount is null or > 0,
                "Provide how many examples to use (positive number) or set to null to use whole dataset.");
            var baseline = evaluate(model.Transform(data));
            var column = data.Schema[featureName];
            var slots = Enumerable.Range(0, column.Type.GetVectorSize()).ToList();
            var parameters = useWeightFilter ? (model as IPredictionTransformer<object>)?.Model : null;
            if (((parameters as CalibratedModelParametersBase)?.SubModel ?? parameters) is IHaveFeatureWeights weighted)
            {
                var weights = weighted.GetFeatureWeights();
                // The official filter leaves no feature out, it adds those of some weight once more. That is what callers get.
                if (weights.All(weight => weight == 0))
                    return [];
                slots.AddRange(Enumerable.Range(0, weights.Length).Where(slot => weights[slot] != 0));
            }
            var random = RandomUtils.Create(host.Rand.Next());
            return slots.Select(Measure).OfType<TResult>().ToImmutableArray();

            TResult? Measure(int slot)
            {
                var values = data.GetColumn<VBuffer<float>>(column).Take(exampleCount ?? int.MaxValue)
                    .Select(row => row.GetItemOrDefault(slot)).ToArray();
                if (values.Length == 0)
                    return default;
                var mapper = new RowMapper([new(featureName, column.Type, null)], [[column]], (row, _) =>
                {
                    var getFeatures = row.GetGetter<VBuffer<float>>(row.Schema[column.Index]);
                    VBuffer<float> original = default;
                    return (ValueGetter<VBuffer<float>>)((ref result) =>
                    {
                        getFeatures(ref original);
                        original.CopyToDense(ref result);
                        VBufferEditor.CreateFromBuffer(ref result).Values[slot] = values[row.Position];
                    });
                });
                // The values belong to rows by their position: the order must stay.
                var permuted = new RowToRowMapperTransform(RowSubsetView.SkipTake(data, 0, values.Length), mapper, inOrder: true);
                var measured = new List<TMetrics>();
                for (var permutation = 0; permutation < permutationCount; permutation++)
                {
                    host.CheckAlive();
                    Permutations.Shuffle(random, values);
                    measured.Add(evaluate(model.Transform(permuted)));
                }
                return makeResult(new MetricChanges<TMetrics>(baseline, measured));
            }
        }

        /// <summary>The same for the last predictor of a model, by the names of the slots.</summary>
        public ImmutableDictionary<string, TResult> OfNamedSlots(ITransformer model)
        {
            env.CheckValue(data, nameof(data));
            env.CheckValue(model, nameof(model));
            var predictor = model as ISingleFeaturePredictionTransformer
                ?? (model as IEnumerable<ITransformer>)?.OfType<ISingleFeaturePredictionTransformer>().LastOrDefault()
                ?? throw env.ExceptValue("lastTransformer", "The model provided does not have a compatible predictor");
            var results = OfSlots(predictor, predictor.FeatureColumnName);
            VBuffer<ReadOnlyMemory<char>> buffer = default;
            data.Schema[predictor.FeatureColumnName].Annotations.GetValue(AnnotationUtils.Kinds.SlotNames, ref buffer);
            var names = buffer.DenseValues().Select((name, slot) => name.IsEmpty ? $"Slot {slot}" : name.ToString()).ToList();
            return results.Select((result, slot) => KeyValuePair.Create(names[slot], result)).ToImmutableDictionary();
        }
    }
}
