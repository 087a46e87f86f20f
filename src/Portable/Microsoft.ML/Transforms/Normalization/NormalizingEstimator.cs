using Kinds = Microsoft.ML.Data.AnnotationUtils.Kinds;

[assembly: LoadableClass(typeof(NormalizingTransformer), null, typeof(SignatureLoadModel), "Normalizer")]

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    internal const long DefaultMaximumExampleCount = 1000000000;
    private readonly IHost _host;
    private readonly (string Output, string Input)[] _columns;
    private readonly NormalizerOptions _options;

    internal NormalizingEstimator(IHostEnvironment env, InputOutputColumnPair[] columns, NormalizerOptions options)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(NormalizingEstimator));
        _host.CheckParam(options.MaximumExampleCount > 1, "maximumExampleCount", "Must be greater than 1");
        (_columns, _options) = (InputOutputColumnPair.ConvertToValueTuples(columns), options);
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var sources = OneToOneTransformerBase.FindSources(_host, input.Schema, _columns, "data");
        Array.ForEach(sources, NormalizerOptions.CheckType);
        return new(_host, _columns, ColumnLearner<Normalizer>.Learn(_host, input, sources, _options.CreateLearner<float>));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_host, _columns, column =>
    {
        _host.CheckInput(column.Kind != SchemaShape.Column.VectorKind.VariableVector, column, "known-size vector or scalar");
        _host.CheckInput(NormalizerOptions.IsReal(column.ItemType), column, "vector or scalar of Single or Double");
        return new(column.Kind, column.ItemType, column.IsKey, Shapes.Only(column, Kinds.SlotNames).Prepend(Shapes.IsNormalized));
    });
}

public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    private readonly Normalizer[] _functions;

    internal NormalizingTransformer(IHostEnvironment env, (string, string)[] columns, Normalizer[] functions)
        : base(env, columns) => _functions = functions;

    internal NormalizingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx)
    {
        _functions = new Normalizer[ColumnPairs.Length];
        for (var i = 0; i < _functions.Length; i++)
        {
            ctx.TryProcessSubModel(Directory(i), c => _functions[i] = Normalizer.Load(c));
            Host.CheckDecode(_functions[i] is not null, $"Missing {Directory(i)} model");
        }
    }

    private protected override VersionInfo Version => TransformVersions.First("NORMALPT", "Normalizer");

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        for (var i = 0; i < _functions.Length; i++)
            ctx.SaveSubModel(Directory(i), _functions[i].Save);
    }

    private protected override DataViewType MakeOutput(int output, DataViewSchema.Column source, AnnotationsBuilder annotations)
    {
        var type = _functions[output].Type;
        Host.CheckInput(source.Type.SameSizeAndItemType(type), source, type.ToString()!);
        annotations.AddIsNormalized();
        annotations.Keep(source, Kinds.SlotNames);
        return type;
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source) =>
        Utils.MarshalInvoke(_functions[output].MakeGetter<float>, source.Type.GetItemType().RawType, row, source);

    private static string Directory(int column) => $"Normalizer_{column:000}";
}
