namespace Microsoft.ML.Data;

/// <summary>The columns that a model's prediction adds to a row: what binary, multiclass and regression scoring share.</summary>
internal abstract class ScoreMapper : IRowMapper
{
    private readonly DataViewSchema _schema;

    /// <summary>Binds to a schema; <paramref name="featureCount"/> 0 stands for features of any width.</summary>
    private protected ScoreMapper(DataViewSchema schema, string featureName, int featureCount, string scoreColumnKind)
    {
        _schema = schema;
        Feature = EvaluationColumns.Find(schema, "Feature", featureName);
        ScoreColumnKind = scoreColumnKind;
        var expected = featureCount > 0
            ? new VectorDataViewType(NumberDataViewType.Single, featureCount)
            : new VectorDataViewType(NumberDataViewType.Single);
        if (!Feature.Type.GetItemType().Equals(NumberDataViewType.Single))
        {
            throw Contracts.Except(
                $"Incompatible features column type item type: '{Feature.Type.GetItemType()}' vs '{NumberDataViewType.Single}'");
        }
        var widthFits = featureCount == 0 || Feature.Type.GetVectorSize() == featureCount;
        if (Feature.Type is not VectorDataViewType || !widthFits)
            throw Contracts.Except($"Incompatible features column type: '{Feature.Type}' vs '{expected}'");
    }

    private protected DataViewSchema.Column Feature { get; }

    private protected string ScoreColumnKind { get; }

    private protected abstract int OutputCount { get; }

    DataViewSchema.DetachedColumn[] IRowMapper.GetOutputColumns()
    {
        // Each scoring of the same data gets a number of its own, by which its columns are known to belong together.
        var setId = _schema.GetMaxAnnotationKind(out _, AnnotationUtils.Kinds.ScoreColumnSetId) + 1;
        return MakeColumns(setId);
    }

    Func<int, bool> IRowMapper.GetDependencies(Func<int, bool> activeOutput)
    {
        var needed = Enumerable.Range(0, OutputCount).Any(activeOutput);
        return column => needed && column == Feature.Index;
    }

    Delegate?[] IRowMapper.CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        disposer = null;
        var active = Enumerable.Range(0, OutputCount).Select(activeOutput).ToArray();
        if (!active.Contains(true))
            return new Delegate?[OutputCount];
        var getters = MakeGetters(input, input.GetGetter<VBuffer<float>>(input.Schema[Feature.Index]));
        return getters.Select((getter, i) => active[i] ? getter : null).ToArray();
    }

    private protected abstract DataViewSchema.DetachedColumn[] MakeColumns(uint setId);

    /// <summary>One getter an output; they share one scoring of a row.</summary>
    private protected abstract Delegate[] MakeGetters(DataViewRow row, ValueGetter<VBuffer<float>> features);
}
