using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(ValueMappingTransformer), null, typeof(SignatureLoadModel), "Value Mapping Transform", ValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Maps values by a dictionary.</summary>
public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ValueMappingTransformer";

    private readonly ValueMap _map;

    internal ValueMappingTransformer(IHostEnvironment env, ValueMap map, (string outputColumnName, string inputColumnName)[] columns)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(ValueMappingTransformer)), columns) => _map = map;

    private ValueMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) => _map = ValueMap.Load(ctx);

    internal ValueMap Map => _map;

    internal (string outputColumnName, string inputColumnName)[] Columns => ColumnPairs;

    internal static ValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new ValueMappingTransformer(env.Register(nameof(ValueMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        _map.Save(ctx);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        if (!source.Type.GetItemType().Equals(_map.KeyType))
        {
            throw Host.ExceptSchemaMismatch(
                nameof(inputSchema), "input", source.Name, _map.KeyType.ToString()!, source.Type.ToString()!);
        }
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("VALMAPPT", LoaderSignature);

    private sealed class Mapper(ValueMappingTransformer parent, DataViewSchema inputSchema)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[SourceColumns.Length];
            for (var i = 0; i < result.Length; i++)
            {
                DataViewType type = Source(i).Type is VectorDataViewType vector
                    ? new VectorDataViewType(parent._map.ValueType, vector.Dimensions)
                    : parent._map.ValueType;
                result[i] = new DataViewSchema.DetachedColumn(parent.ColumnPairs[i].outputColumnName, type, parent._map.Annotations);
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return parent._map.MakeGetter(input, input.Schema[SourceColumns[iinfo]]);
        }
    }
}
