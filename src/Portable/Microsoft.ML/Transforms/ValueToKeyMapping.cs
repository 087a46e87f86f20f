using static Microsoft.ML.SchemaShape.Column;

[assembly: LoadableClass(typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "TermTransform")]

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    internal const int DefaultMaximumNumberOfKeys = 1000000;
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly Options _options;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, InputOutputColumnPair[] columns, Options options)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(ValueToKeyMappingEstimator));
        _columns = InputOutputColumnPair.ConvertToValueTuples(_host.CheckNonEmpty(columns, nameof(columns)));
        _host.CheckUserArg(options.MaximumNumberOfKeys > 0, "maximumNumberOfKeys", "Must be positive");
        _host.CheckParam(options.KeyData is null or { Schema.Count: 1 }, "keyData", "If specified, this data view should contain "
            + $"only a single column containing the terms to map, but this had {options.KeyData?.Schema.Count} columns.");
        _options = options;
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var sources = OneToOneTransformerBase.FindSources(_host, input.Schema, _columns, "inputSchema");
        Array.ForEach(sources, source => ValueToKeyMappingTransformer.CheckType(_host, source));
        var terms = _options.KeyData is { } keyData
            ? Array.ConvertAll(sources, source => LearnKeyData(keyData, source.Type.GetItemType()))
            : ColumnLearner<ItemList>.Learn(_host, input, sources, CreateLearner<int>);
        return new ValueToKeyMappingTransformer(_host, _columns, terms, _options.AsText);
    }

    private ItemList LearnKeyData(IDataView data, DataViewType expected) => data.Schema[0].Type.Equals(expected)
        ? ColumnLearner<ItemList>.Learn(_host, data, [data.Schema[0]], CreateLearner<int>)[0]
        : throw _host.ExceptUserArg("keyData", $"Input data's column must be of type '{expected}' but was '{data.Schema[0].Type}'");

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_host, _columns, column =>
    {
        if (column.ItemType is RowIdDataViewType)
            throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name);
        if (!column.IsKey || !column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values)
            || values.Kind != VectorKind.Vector)
        {
            var itemType = _options.AsText ? TextDataViewType.Instance : column.ItemType;
            values = new(AnnotationUtils.Kinds.KeyValues, VectorKind.Vector, itemType, column.IsKey && !_options.AsText);
        }
        return new(column.Kind, NumberDataViewType.UInt32, true, Shapes.Only(column, AnnotationUtils.Kinds.SlotNames).Append(values));
    });

    // Collects the distinct values of a column, without the missing one, up to a number of them.
    private ColumnLearner<ItemList> CreateLearner<T>(DataViewRow row, DataViewSchema.Column column) where T : notnull
    {
        var type = (PrimitiveDataViewType)column.Type.GetItemType();
        var isMissing = type is TextDataViewType ? value => value is ReadOnlyMemory<char> { IsEmpty: true }
            : MissingValues.Exist(type) ? MissingValues.Predicate<T>(type) : _ => false;
        var maximum = _options.KeyData is null ? _options.MaximumNumberOfKeys : int.MaxValue;
        var seen = new HashSet<T>(ValueComparer.Equality<T>());
        var terms = new List<T>();
        return ColumnLearner<ItemList>.Create<T>(row, column, TakeAll, Finish);

        bool TakeAll(VBuffer<T> vector)
        {
            var values = vector.GetValues();
            for (var i = 0; i < values.Length; i++)
            {
                // The first gap of a sparse vector is where the default value occurs first.
                if (!vector.IsDense && vector.GetIndices()[i] != i)
                    Take(default!);
                Take(values[i]);
            }
            if (!vector.IsDense)
                Take(default!);
            return terms.Count < maximum;
        }

        void Take(T value)
        {
            if (terms.Count == maximum || isMissing(value) || seen.Contains(value))
                return;
            // The text that is kept must not be that of the cursor, which may change.
            terms.Add(value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value);
            seen.Add(terms[^1]);
        }

        ItemList Finish()
        {
            if (_options.KeyOrdinality == KeyOrdinality.ByValue)
                terms.Sort(ValueComparer.Order<T>());
            return new(type, terms.ToArray());
        }
    }

    internal sealed record Options(int MaximumNumberOfKeys, KeyOrdinality KeyOrdinality, bool AsText, IDataView? KeyData);
}

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private const string VocabularyDirectory = "Vocabulary";
    private readonly ValueMap[] _maps;
    private readonly bool _asText;

    internal ValueToKeyMappingTransformer(IHostEnvironment env, (string, string)[] columns, ItemList[] terms, bool asText)
        : base(env, columns) => (_maps, _asText) = (Array.ConvertAll(terms, MakeMap), asText);

    internal ValueToKeyMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx)
    {
        _asText = ctx.Reader.ReadByte() != 0;
        ValueMap[]? maps = null;
        ctx.TryProcessSubModel(VocabularyDirectory, c =>
        {
            c.CheckAtModel(VocabularyVersion);
            maps = Array.ConvertAll(ColumnPairs, _ => MakeMap(ItemList.Load(c.Reader)));
        });
        _maps = maps ?? throw Host.ExceptDecode($"Missing {VocabularyDirectory} model");
    }

    private protected override VersionInfo Version => TransformVersions.First("TERMTRPT", "TermTransform");
    private static VersionInfo VocabularyVersion => TransformVersions.First("TERMMNPT", "TermManager");

    internal static void CheckType(IHost host, DataViewSchema.Column source) => host.CheckInput(
        source.Type.GetItemType() is PrimitiveDataViewType and not RowIdDataViewType, source,
        "Expected standard type or a vector of standard type");

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_asText);
        ctx.SaveSubModel(VocabularyDirectory, c =>
        {
            c.CheckAtModel();
            c.SetVersionInfo(VocabularyVersion);
            Array.ForEach(_maps, map => map.Keys.Save(c.Writer));
            c.SaveTextStream("Terms.txt", writer => Array.ForEach(_maps, map =>
            {
                writer.WriteLine($"# Number of terms = {map.Keys.Items.Length}");
                foreach (var (i, text) in map.Keys.Texts().Index())
                    writer.WriteLine($"{i}\t{text}");
            }));
        });
    }

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        CheckType(Host, source);
        var (terms, values, _) = _maps[output];
        Host.CheckInput(source.Type.GetItemType().Equals(terms.Type), source, terms.Type.ToString()!);
        // Keys of keys stand for what the first keys stand for.
        if (ItemList.OfKeys(source) is { } first)
        {
            var items = Array.CreateInstance(first.Type.RawType, terms.Items.Length);
            foreach (var (i, term) in terms.Items.Cast<object>().Index())
                items.SetValue(first.Items.GetValue(Convert.ToInt32(term, CultureInfo.InvariantCulture) - 1), i);
            terms = new(first.Type, items);
        }
        terms.AddKeyValues(annotations, _asText);
        annotations.Keep(source, AnnotationUtils.Kinds.SlotNames);
        return source.Type.WithItemType(values.Type);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        _maps[output].MakeGetter(row, source, true);

    // Term number i, from 0, has key i + 1; any other value has key 0.
    private static ValueMap MakeMap(ItemList terms)
    {
        uint[] keys = [.. Enumerable.Range(1, terms.Items.Length).Select(i => (uint)i)];
        return new ValueMap(terms, new(new KeyDataViewType(typeof(uint), (ulong)Math.Max(keys.Length, 1)), keys), null);
    }
}
