[assembly: LoadableClass(typeof(ITransformer), typeof(CustomMappingLoader), null, typeof(SignatureLoadModel), "CustomTransformer")]

namespace Microsoft.ML.Transforms;

[AttributeUsage(AttributeTargets.Class)]
public sealed class CustomMappingFactoryAttributeAttribute(string contractName) : ExtensionBaseAttribute(contractName);

internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(IHostEnvironment env, string contractName);
}

public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory where TSrc : class, new() where TDst : class, new()
{
    public abstract Action<TSrc, TDst> GetMapping();

    ITransformer ICustomMappingFactory.CreateTransformer(IHostEnvironment env, string contractName) =>
        new CustomMappingTransformer<TSrc, TDst>(env, GetMapping(), contractName);
}

/// <summary>Adds columns that a user's function computes. In a model file it is only named; a factory of that name gives it anew.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer where TSrc : class, new() where TDst : class, new()
{
    private readonly IHost _host;
    private readonly Action<TSrc, TDst> _map;
    private readonly string? _contractName;
    private readonly SchemaDefinition _outputs;

    internal CustomMappingTransformer(IHostEnvironment env, Action<TSrc, TDst> mapAction, string? contractName,
        SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register("CustomMappingTransformer");
        _host.CheckValue(mapAction, nameof(mapAction));
        (_map, _contractName, Inputs) = (mapAction, contractName, inputSchemaDefinition);
        _outputs = outputSchemaDefinition ?? SchemaDefinition.Create(typeof(TDst), SchemaDefinition.Direction.Write);
        Outputs = View([]).Schema;
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition? Inputs { get; }

    internal DataViewSchema Outputs { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema, nameof(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new RowToRowMapperTransform(input, Bind(input.Schema, nameof(input)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema, nameof(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _host.Check(_contractName != null, "Empty contract name for a transform: the transform cannot be saved");
        CustomMappingLoader.Save(ctx, _contractName, _map.Method.DeclaringType!.Assembly);
    }

    private EnumerableDataView<TDst> View(IEnumerable<TDst> rows) => new(rows, _outputs);

    private BoundRowMapper Bind(DataViewSchema schema, string paramName)
    {
        _host.CheckValue(schema, paramName);
        var sink = new RowSink<TSrc>(_host, schema, false, Inputs);
        var results = new ConditionalWeakTable<DataViewRow, Tuple<DataViewRow, Action>>();
        DataViewSchema.DetachedColumn[] outputs = [.. Outputs.Select(c => new DataViewSchema.DetachedColumn(c))];
        return new BoundRowMapper(schema, new RowMapper(outputs, Array.ConvertAll(outputs, _ => sink.Columns.ToArray()), (row, i) =>
        {
            var (result, refresh) = results.GetValue(row, r => Open(r, sink).ToTuple());
            return Utils.MarshalInvoke(MakeGetter<int>, outputs[i].Type.RawType, result, refresh, Outputs[i]);
        }));
    }

    // The function is called once a row, whichever columns are read: its result is an object that a view of one row shows.
    private (DataViewRow Row, Action Refresh) Open(DataViewRow input, RowSink<TSrc> sink)
    {
        var (source, result, position) = (new TSrc(), new TDst(), -1L);
        var fill = sink.MakeFiller(input);
        var row = View([result]).GetRowCursor(Outputs);
        row.MoveNext();
        return (row, Refresh);

        void Refresh()
        {
            if (position == input.Position)
                return;
            fill(source);
            _map(source, result);
            position = input.Position;
        }
    }

    private static Delegate MakeGetter<T>(DataViewRow row, Action refresh, DataViewSchema.Column column)
    {
        var get = row.GetGetter<T>(column);
        return (ValueGetter<T>)((ref T value) =>
        {
            refresh();
            get(ref value);
        });
    }
}

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>> where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(IHostEnvironment env, Action<TSrc, TDst> mapAction, string? contractName,
        SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null)
        : base(env, new(env, mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var definition = Transformer.Inputs ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write);
        var wanted = new EnumerableDataView<TSrc>([], definition).Schema;
        foreach (var (source, shape) in wanted.Zip(SchemaShape.Create(wanted)))
        {
            var column = inputSchema.Find(Host, source.Name);
            // A vector of any size is wanted: one of a known size does as well.
            var isKind = shape.Kind == SchemaShape.Column.VectorKind.VariableVector
                ? column.Kind != SchemaShape.Column.VectorKind.Scalar
                : column.Kind == shape.Kind;
            Host.CheckInput(
                isKind && shape.ItemType.Equals(column.ItemType) && shape.IsKey == column.IsKey, column, source.Type.ToString()!);
        }
        return inputSchema.With([.. SchemaShape.Create(Transformer.Outputs)]);
    }
}

/// <summary>Saves the name of a function, and the assembly that has its factory, and finds it again.</summary>
internal static class CustomMappingLoader
{
    private static VersionInfo Version => TransformVersions.First("CUSTOMXF", "CustomTransformer");

    public static void Save(ModelSaveContext ctx, string contractName, Assembly assembly)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveString(contractName);
        ctx.SaveString(assembly.FullName!);
    }

    public static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var contractName = ctx.LoadString();
        env.ComponentCatalog.RegisterAssembly(Assembly.Load(ctx.LoadString()));
        var extension = env.ComponentCatalog.GetExtensionValue(env, typeof(CustomMappingFactoryAttributeAttribute), contractName);
        return (extension as ICustomMappingFactory)?.CreateTransformer(env, contractName)
            ?? throw env.Except($"The class with contract '{contractName}' must derive from '{typeof(CustomMappingFactory<,>).FullName}' "
                + "or from 'Microsoft.ML.Transforms.StatefulCustomMappingFactory`3'.");
    }
}
