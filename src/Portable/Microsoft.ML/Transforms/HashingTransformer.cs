using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(HashingTransformer), null, typeof(SignatureLoadModel), "Hash Transform",
    HashingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Makes keys of the hashes of values.</summary>
public sealed class HashingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "HashTransform";

    private readonly HashingEstimator.ColumnOptions[] _columns;

    internal HashingTransformer(IHostEnvironment env, params HashingEstimator.ColumnOptions[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(HashingTransformer)),
            Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) => _columns = columns;

    private HashingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) => _columns = Array.ConvertAll(ColumnPairs, pair =>
    {
        var bits = ctx.Reader.ReadByte();
        host.CheckDecode(bits is >= 1 and < 32, "Corrupt model file: the number of bits of a hash.");
        var seed = ctx.Reader.ReadUInt32();
        var ordered = ctx.Reader.ReadByte() != 0;
        var combine = ctx.Reader.ReadByte() != 0;
        return new HashingEstimator.ColumnOptions(pair.outputColumnName, pair.inputColumnName, bits, seed, ordered, 0, combine);
    });

    internal static HashingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new HashingTransformer(env.Register(nameof(HashingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (var column in _columns)
        {
            ctx.Writer.Write((byte)column.NumberOfBits);
            ctx.Writer.Write(column.Seed);
            ctx.Writer.Write(column.UseOrderedHashing);
            ctx.Writer.Write(column.Combine);
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol) =>
        HashingEstimator.CheckType(Host, inputSchema[srcCol]);

    private static VersionInfo GetVersionInfo() => TransformVersions.First("HASHTRPT", LoaderSignature);

    private sealed class Mapper(HashingTransformer parent, DataViewSchema inputSchema)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[SourceColumns.Length];
            for (var i = 0; i < result.Length; i++)
            {
                var options = parent._columns[i];
                var key = new KeyDataViewType(typeof(uint), 1UL << options.NumberOfBits);
                DataViewType type =
                    Source(i).Type is VectorDataViewType vector && !options.Combine ? new VectorDataViewType(key, vector.Size) : key;
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(Source(i).Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                result[i] = new DataViewSchema.DetachedColumn(options.Name, type, annotations.ToAnnotations());
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            var column = input.Schema[SourceColumns[iinfo]];
            return Utils.MarshalInvoke(MakeGetter<int>, column.Type.GetItemType().RawType, input, column, parent._columns[iinfo]);
        }

        private static Delegate MakeGetter<T>(DataViewRow input, DataViewSchema.Column column, HashingEstimator.ColumnOptions options)
        {
            var hasher = ValueHasher.Create<T>(column.Type.GetItemType());
            var seed = options.Seed;
            var mask = (1U << options.NumberOfBits) - 1;
            if (column.Type is VectorDataViewType)
            {
                var getVector = input.GetGetter<VBuffer<T>>(column);
                return options.Combine
                    ? Combined(getVector, hasher, seed, mask)
                    : Vector(getVector, hasher, seed, mask, options.UseOrderedHashing);
            }

            // A scalar is the first slot.
            if (options.UseOrderedHashing)
                seed = Hashing.MurmurRound(seed, 0);
            var get = input.GetGetter<T>(column);
            T value = default!;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                get(ref value);
                key = hasher.KeyOf(seed, mask, in value);
            });
        }

        private static ValueGetter<uint> Combined<T>(ValueGetter<VBuffer<T>> get, ValueHasher<T> hasher, uint seed, uint mask)
        {
            VBuffer<T> values = default;
            return (ref uint key) =>
            {
                get(ref values);
                key = hasher.KeyOfAll(seed, mask, in values);
            };
        }

        private static ValueGetter<VBuffer<uint>> Vector<T>(
            ValueGetter<VBuffer<T>> get, ValueHasher<T> hasher, uint seed, uint mask, bool ordered)
        {
            VBuffer<T> values = default;
            var zeroIsMissing = hasher.IsMissing(default!);
            return (ref VBuffer<uint> keys) =>
            {
                get(ref values);
                var present = values.GetValues();
                if (values.IsDense || zeroIsMissing)
                {
                    var indices = values.GetIndices();
                    var editor = VBufferEditor.Create(ref keys, values.Length, present.Length);
                    for (var i = 0; i < present.Length; i++)
                        editor.Values[i] = hasher.KeyOf(SlotSeed(values.IsDense ? i : indices[i]), mask, in present[i]);
                    if (!values.IsDense)
                        indices.CopyTo(editor.Indices);
                    keys = editor.Commit();
                    return;
                }

                var dense = VBufferEditor.Create(ref keys, values.Length);
                var slot = 0;
                foreach (var value in values.DenseValues())
                {
                    dense.Values[slot] = hasher.KeyOf(SlotSeed(slot), mask, in value);
                    slot++;
                }

                keys = dense.Commit();
            };

            uint SlotSeed(int slot) => ordered ? Hashing.MurmurRound(seed, (uint)slot) : seed;
        }
    }
}
