namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly ReplacementMode _mode;
    private readonly bool _imputeBySlot;

    internal MissingValueReplacingEstimator(
        IHostEnvironment env, InputOutputColumnPair[] columns, ReplacementMode mode, bool imputeBySlot)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(MissingValueReplacingEstimator));
        _host.CheckUserArg(Enum.IsDefined(mode), "replacementMode", $"Undefined mode '{mode}'");
        _columns = InputOutputColumnPair.ConvertToValueTuples(columns);
        _mode = mode;
        _imputeBySlot = imputeBySlot;
    }

    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
        Minimum = 2,
        Maximum = 3,
        Mode = 5,
    }

    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var sources = OneToOneTransformerBase.FindSources(_host, input.Schema, _columns, nameof(input));
        Array.ForEach(sources, s => CheckType(_host, s.Type.GetItemType(), isKey: false));
        // The default value depends on nothing.
        var replacements = _mode == ReplacementMode.DefaultValue
            ? Array.ConvertAll(sources, s => Array.CreateInstance(s.Type.GetItemType().RawType, 1))
            : ColumnLearner<Array>.Learn(_host, input, sources, (cursor, s) => ReplacementTrainer.Create(cursor, s, _mode, _imputeBySlot));
        return new MissingValueReplacingTransformer(_host, _columns, replacements);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_host, _columns, column =>
    {
        CheckType(_host, column.ItemType, column.IsKey);
        return new ItemShape(
            column.Kind, column.ItemType, false,
            Shapes.Only(column, AnnotationUtils.Kinds.SlotNames, AnnotationUtils.Kinds.IsNormalized));
    });

    /// <summary>Refuses a type whose missing value is not there, or is its default value.</summary>
    internal static void CheckType(IHost host, DataViewType itemType, bool isKey)
    {
        if (isKey || itemType is KeyDataViewType)
        {
            throw host.ExceptParam(
                "inputSchema",
                $"Type '{itemType}' is not supported by NAReplaceTransform since its NA value is equivalent to its default value");
        }
        if (!MissingValues.Exist(itemType))
        {
            throw host.ExceptParam(
                "inputSchema", $"Type '{itemType}' is not supported by NAReplaceTransform since it doesn't have an NA value");
        }
    }
}
