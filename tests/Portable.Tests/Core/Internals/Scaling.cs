using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Portable.Tests.Core;

[assembly: LoadableClass(typeof(ScalingTransformer), null, typeof(SignatureLoadModel), "Scaling", ScalingTransformer.LoaderSignature)]

namespace Portable.Tests.Core;

/// <summary>
/// A transformer in an assembly of its own, saved and loaded as the product's are: by an attribute of this assembly and
/// the interfaces alone. It multiplies a number column by a factor.
/// </summary>
internal sealed class ScalingTransformer : ITransformer, IDisposable
{
    public const string LoaderSignature = "TestScaling";

    private readonly string _column;
    private readonly float _factor;

    public ScalingTransformer(string column, float factor)
    {
        _column = column;
        _factor = factor;
    }

    internal ScalingTransformer(IHostEnvironment env, ModelLoadContext ctx)
    {
        env.CheckAlive();
        ctx.CheckAtModel(Version);
        _column = ctx.LoadNonEmptyString();
        var factor = 0f;
        env.CheckDecode(ctx.TryLoadBinaryStream("factor.bin", reader => factor = reader.ReadSingle()), "The factor is missing.");
        _factor = factor;
    }

    public bool IsDisposed { get; private set; }

    public bool IsRowToRowMapper => true;

    private static VersionInfo Version =>
        new("SCALETST", 0x00010002, 0x00010001, 0x00010001, typeof(ScalingTransformer).Assembly.FullName!, LoaderSignature);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        new BoundRowMapper(inputSchema, Mapper(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input) => new RowToRowMapperTransform(input, Mapper(input.Schema));

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        new BoundRowMapper(inputSchema, Mapper(inputSchema));

    public void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(_column);
        ctx.SaveBinaryStream("factor.bin", writer => writer.Write(_factor));
    }

    public void Dispose() => IsDisposed = true;

    private RowMapper Mapper(DataViewSchema schema)
    {
        var source = schema[_column];
        return new([new(source.Name, NumberDataViewType.Single)], [[source]], (input, _) =>
        {
            var getter = input.GetGetter<float>(input.Schema[source.Index]);
            return (ValueGetter<float>)((ref float value) =>
            {
                getter(ref value);
                value *= _factor;
            });
        });
    }
}

/// <summary>Divides a column by its largest value.</summary>
internal sealed class ScalingEstimator(string column) : IEstimator<ScalingTransformer>
{
    public ScalingTransformer Fit(IDataView input) => new(column, 1 / input.GetColumn<float>(column).Max());

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.TryFindColumn(column, out _)
        ? inputSchema
        : throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", column);
}
