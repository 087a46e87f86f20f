using Kinds = Microsoft.ML.Data.AnnotationUtils.Kinds;

[assembly: LoadableClass(typeof(MissingValueIndicatorTransformer), null, typeof(SignatureLoadModel), "NaIndicatorTransform")]
[assembly: LoadableClass(typeof(MissingValueReplacingTransformer), null, typeof(SignatureLoadModel), "NAReplaceTransform")]

namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorTransformer : OneToOneTransformerBase
{
    internal MissingValueIndicatorTransformer(IHostEnvironment env, params (string, string)[] columns) : base(env, columns) { }
    internal MissingValueIndicatorTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx) { }

    private protected override VersionInfo Version => TransformVersions.First("NAINDIPT", "NaIndicatorTransform");

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        var itemType = source.Type.GetItemType();
        Host.CheckParam(
            MissingValues.Exist(itemType), "inputSchema", $"Item type {itemType} of column '{source.Name}' has no missing value");
        annotations.Keep(source, Kinds.SlotNames);
        annotations.AddIsNormalized();
        return source.Type.WithItemType(BooleanDataViewType.Instance);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        return Utils.MarshalInvoke(Make<int>, source.Type.GetItemType().RawType, source.Type.GetItemType());

        Delegate Make<T>(DataViewType type)
        {
            var isMissing = MissingValues.Predicate<T>(type);
            return SlotGetters.Map<T, bool>(row, source, (value, _) => isMissing(value), packs: true);
        }
    }
}

public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    internal MissingValueIndicatorEstimator(IHostEnvironment env, params (string, string)[] columns)
        : base(env, new MissingValueIndicatorTransformer(env, columns)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(Host, Transformer.ColumnPairs, column =>
        MissingValues.Exist(column.ItemType)
            ? new ItemShape(column.Kind, BooleanDataViewType.Instance, false,
                Shapes.Only(column, Kinds.SlotNames).Append(Shapes.IsNormalized))
            : throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name));
}

/// <summary>Puts learned values in place of missing ones: one for a column, or one for each slot of a vector.</summary>
public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    private readonly ItemList[] _replacements;

    internal MissingValueReplacingTransformer(IHostEnvironment env, (string, string)[] columns, ItemList[] replacements)
        : base(env, columns) => _replacements = replacements;

    internal MissingValueReplacingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx)
    {
        _replacements = Array.ConvertAll(ColumnPairs, _ => ItemList.Load(ctx.Reader));
        Host.CheckDecode(_replacements.All(r => NormalizerOptions.IsReal(r.Type) && r.Items.Length > 0),
            "Corrupt model file: the replacements of missing values.");
    }

    private protected override VersionInfo Version => TransformVersions.First("NAREPLPT", "NAReplaceTransform");
    private protected override void SaveContent(ModelSaveContext ctx) => Array.ForEach(_replacements, r => r.Save(ctx.Writer));

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        MissingValueReplacingEstimator.CheckType(Host, source.Type.GetItemType());
        var (type, items) = _replacements[output];
        Host.CheckParam(
            type.Equals(source.Type.GetItemType()) && (items.Length == 1 || items.Length == source.Type.GetValueCount()), "inputSchema",
            $"Column '{source.Name}' of type '{source.Type}' does not match the {items.Length} replacement values that were learned");
        annotations.Keep(source, Kinds.SlotNames, Kinds.IsNormalized);
        return source.Type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        return Utils.MarshalInvoke(Make<float>, source.Type.GetItemType().RawType, _replacements[output].Items);

        Delegate Make<T>(Array items) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var values = (T[])items;
            return SlotGetters.Map<T, T>(row, source, (value, slot) => T.IsNaN(value) ? values[values.Length == 1 ? 0 : slot] : value);
        }
    }
}

public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly ReplacementMode _mode;
    private readonly bool _imputeBySlot;

    internal MissingValueReplacingEstimator(IHostEnvironment env, InputOutputColumnPair[] columns, ReplacementMode mode, bool imputeBySlot)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(MissingValueReplacingEstimator));
        _host.CheckUserArg(Enum.IsDefined(mode), "replacementMode", $"Undefined mode '{mode}'");
        (_columns, _mode, _imputeBySlot) = (InputOutputColumnPair.ConvertToValueTuples(columns), mode, imputeBySlot);
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
        Array.ForEach(sources, s => CheckType(_host, s.Type.GetItemType()));
        return new(_host, _columns, ColumnLearner<ItemList>.Learn(_host, input, sources, CreateLearner<float>));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_host, _columns, column =>
    {
        CheckType(_host, column.ItemType);
        return new ItemShape(column.Kind, column.ItemType, false, Shapes.Only(column, Kinds.SlotNames, Kinds.IsNormalized));
    });

    /// <summary>Refuses a type whose missing value is not there, or is its default value.</summary>
    internal static void CheckType(IHost host, DataViewType itemType)
    {
        var reason = itemType is KeyDataViewType ? "its NA value is equivalent to its default value"
            : MissingValues.Exist(itemType) ? null : "it doesn't have an NA value";
        host.CheckParam(reason == null, "inputSchema", $"Type '{itemType}' is not supported by NAReplaceTransform since {reason}");
    }

    // Finds what stands for the missing values: one value, or one for each slot. The default value depends on nothing.
    private ColumnLearner<ItemList> CreateLearner<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bySlot = _imputeBySlot && column.Type.IsKnownSizeVector();
        var slots = SlotStatistics<T>.Create(bySlot ? column.Type.GetVectorSize() : 1);
        var tallies = Array.ConvertAll(slots, _ => new Dictionary<T, long>());
        var modes = new (T Value, long Count)[slots.Length];
        var total = 0L;
        return ColumnLearner<ItemList>.Create<T>(row, column, Take, () => ItemList.Of(slots.Select(Finish)));

        bool Take(VBuffer<T> vector)
        {
            SlotStatistics<T>.Add(slots, in vector);
            total += bySlot ? 1 : vector.Length;
            foreach (var (at, value) in _mode == ReplacementMode.Mode ? vector.Items() : [])
            {
                // Of equally frequent values the one that got there first.
                var i = bySlot ? at : 0;
                if (T.IsFinite(value) && (tallies[i][value] = tallies[i].GetValueOrDefault(value) + 1) > modes[i].Count)
                    modes[i] = (value, tallies[i][value]);
            }
            return _mode != ReplacementMode.DefaultValue;
        }

        T Finish(SlotStatistics<T> slot, int i) => (_mode, slot.Close(total)) switch
        {
            (ReplacementMode.DefaultValue, _) => T.Zero,
            (ReplacementMode.Mean, var closed) => T.CreateTruncating(closed.Mean),
            (ReplacementMode.Minimum, var closed) => closed.Min,
            (ReplacementMode.Maximum, var closed) => closed.Max,
            (_, var closed) => closed.ZeroCount > modes[i].Count ? T.Zero : modes[i].Value,
        };
    }
}
