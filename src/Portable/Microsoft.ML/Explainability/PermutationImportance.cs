namespace Microsoft.ML;

/// <summary>
/// Measures how much a model needs each feature: how its metrics change when the feature's values are shuffled among the
/// rows (Breiman, Random Forests, 2001, section 10).
/// </summary>
internal sealed class PermutationImportance<TMetrics, TStatistics>(
    IHostEnvironment env,
    Func<IDataView, TMetrics> evaluate,
    Func<TStatistics> newStatistics)
    where TStatistics : IMetricsStatistics<TMetrics>
{
    /// <summary>The changes of the metrics, one entry a slot of the feature column.</summary>
    public ImmutableArray<TStatistics> OfSlots(
        ITransformer model, string featureName, IDataView data, bool useFeatureWeightFilter, int? numberOfExamples, int permutationCount)
    {
        var host = env.Register("PermutationFeatureImportance");
        host.CheckValue(model, nameof(model));
        host.CheckValue(data, nameof(data));
        host.CheckNonEmpty(featureName, "features");
        host.Check(numberOfExamples is null or > 0,
            "Provide how many examples to use (positive number) or set to null to use whole dataset.");

        var baseline = evaluate(model.Transform(data));
        var column = data.Schema[featureName];
        var rows = ReadFeatures(data, column, numberOfExamples ?? int.MaxValue);
        if (rows.Count == 0)
            return [];

        var weights = useFeatureWeightFilter ? WeightsOf(model) : null;
        var random = RandomUtils.Create(host.Rand.Next());
        var values = new float[rows.Count];
        var results = ImmutableArray.CreateBuilder<TStatistics>();
        for (var slot = 0; slot < column.Type.GetVectorSize(); slot++)
        {
            for (var row = 0; row < values.Length; row++)
                values[row] = rows[row].GetItemOrDefault(slot);
            var unused = weights != null && (slot >= weights.Length || weights[slot] == 0);
            var statistics = newStatistics();
            for (var permutation = 0; permutation < permutationCount; permutation++)
            {
                host.CheckAlive();
                Permutations.Shuffle(random, values);
                // A feature of weight 0 cannot change a prediction: its deltas are 0 without measuring.
                var metrics = unused ? baseline : evaluate(model.Transform(PermutedView.Create(host, data, column, slot, values)));
                statistics.Add(metrics, baseline);
            }
            results.Add(statistics);
        }
        return results.ToImmutable();
    }

    /// <summary>The same for the last predictor of a model, by the names of the slots.</summary>
    public ImmutableDictionary<string, TStatistics> OfNamedSlots(
        ITransformer model, IDataView data, bool useFeatureWeightFilter, int? numberOfExamples, int permutationCount)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(data, nameof(data));
        env.CheckValue(model, nameof(model));
        var predictor = model as ISingleFeaturePredictionTransformer
            ?? (model as IEnumerable<ITransformer>)?.OfType<ISingleFeaturePredictionTransformer>().LastOrDefault()
            ?? throw env.ExceptValue("lastTransformer", "The model provided does not have a compatible predictor");
        var featureName = predictor.FeatureColumnName;
        var statistics = OfSlots(predictor, featureName, data, useFeatureWeightFilter, numberOfExamples, permutationCount);

        VBuffer<ReadOnlyMemory<char>> buffer = default;
        data.Schema[featureName].Annotations.GetValue(AnnotationUtils.Kinds.SlotNames, ref buffer);
        var names = buffer.DenseValues().Select((name, slot) => name.IsEmpty ? $"Slot {slot}" : name.ToString()).ToArray();
        return statistics.Select((value, slot) => KeyValuePair.Create(names[slot], value)).ToImmutableDictionary();
    }

    private static List<VBuffer<float>> ReadFeatures(IDataView data, DataViewSchema.Column column, int limit)
    {
        var rows = new List<VBuffer<float>>();
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        while (rows.Count < limit && cursor.MoveNext())
        {
            VBuffer<float> row = default; // each row keeps its own arrays
            getter(ref row);
            rows.Add(row);
        }
        return rows;
    }

    private static float[]? WeightsOf(ITransformer model)
    {
        var parameters = (model as IPredictionTransformer<object>)?.Model;
        if (parameters is Calibrators.CalibratedModelParametersBase calibrated)
            parameters = calibrated.SubModel;
        return (parameters as IHaveFeatureWeights)?.GetFeatureWeights();
    }
}
