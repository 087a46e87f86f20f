[assembly: LoadableClass(
    typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concat Transform",
    ColumnConcatenatingTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Joins columns of one item type into a vector column.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "ConcatTransform";

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
        : base(env)
    {
        OutputColumnName = Host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        Host.CheckNonEmpty(inputColumnNames, nameof(inputColumnNames));
        InputColumnNames = inputColumnNames;
    }

    internal ColumnConcatenatingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env)
    {
        ctx.CheckAtModel(GetVersionInfo());
        OutputColumnName = ctx.LoadNonEmptyString();
        InputColumnNames = ctx.Reader.ReadStrings();
    }

    internal string OutputColumnName { get; }

    internal string[] InputColumnNames { get; }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.SaveNonEmptyString(OutputColumnName);
        ctx.Writer.WriteStrings(InputColumnNames);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private static VersionInfo GetVersionInfo() => TransformVersions.First("CONCATPT", LoaderSignature);

    private sealed class Mapper : MapperBase
    {
        private readonly ColumnConcatenatingTransformer _parent;
        private readonly DataViewSchema.Column[] _sources;
        private readonly PrimitiveDataViewType _itemType;
        private readonly int _size;

        public Mapper(ColumnConcatenatingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host, inputSchema)
        {
            _parent = parent;
            _sources = Array.ConvertAll(parent.InputColumnNames, name => inputSchema.GetColumnOrNull(name)
                ?? throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", name));
            _itemType = (PrimitiveDataViewType)_sources[0].Type.GetItemType();
            foreach (var source in _sources)
            {
                var count = source.Type.GetValueCount();
                if (!source.Type.GetItemType().Equals(_itemType))
                {
                    throw Host.ExceptSchemaMismatch(
                        nameof(inputSchema), "input", source.Name, _itemType.ToString()!, source.Type.ToString()!);
                }

                // One vector of unknown size makes the result one.
                if (count == 0)
                {
                    _size = 0;
                    break;
                }
                _size += count;
            }
        }

        // A single vector goes through as it is.
        private bool IsIdentity => _sources is [{ Type: VectorDataViewType }];

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var name = _parent.OutputColumnName;
            return IsIdentity
                ? [new(name, _sources[0].Type, _sources[0].Annotations)]
                : [new(name, new VectorDataViewType(_itemType, _size), ConcatAnnotations.Create(_sources, _itemType, _size))];
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return IsIdentity
                ? Utils.MarshalInvoke(MakeIdentityGetter<int>, _itemType.RawType, input)
                : Utils.MarshalInvoke(MakeGetter<int>, _itemType.RawType, input);
        }

        protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var active = activeOutput(0);
            return column => active && _sources.Any(s => s.Index == column);
        }

        private Delegate MakeIdentityGetter<T>(DataViewRow input) => input.GetGetter<VBuffer<T>>(input.Schema[_sources[0].Index]);

        private Delegate MakeGetter<T>(DataViewRow input)
        {
            var parts = Array.ConvertAll(_sources, s => new ConcatPart<T>(input, input.Schema[s.Index]));
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => ConcatPart<T>.Join(parts, ref value));
        }
    }
}
