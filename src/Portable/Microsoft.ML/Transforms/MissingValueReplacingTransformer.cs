using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(
    typeof(MissingValueReplacingTransformer), null, typeof(SignatureLoadModel), "NA Replace Transform",
    MissingValueReplacingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Puts learned values in place of missing ones: one for a column, or one for each slot of a vector.</summary>
public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NAReplaceTransform";

    private readonly Array[] _replacements;

    private MissingValueReplacingTransformer(IHost host, MissingValueReplacingEstimator.ColumnOptions[] columns, Array[] replacements)
        : base(host.Register(nameof(MissingValueReplacingTransformer)), Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) =>
        _replacements = replacements;

    private MissingValueReplacingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) => _replacements = Array.ConvertAll(ColumnPairs, _ =>
    {
        var kind = (DataKind)ctx.Reader.ReadByte();
        Array values = kind switch
        {
            DataKind.Single => ctx.Reader.ReadArray<float>(),
            DataKind.Double => ctx.Reader.ReadArray<double>(),
            _ => throw host.ExceptDecode("Corrupt model file: the type of a replacement."),
        };
        host.CheckDecode(values.Length > 0, "Corrupt model file: a replacement is missing.");
        return values;
    });

    internal static MissingValueReplacingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new MissingValueReplacingTransformer(env.Register(nameof(MissingValueReplacingTransformer)), ctx);
    }

    internal static MissingValueReplacingTransformer Train(
        IHost host, IDataView data, MissingValueReplacingEstimator.ColumnOptions[] columns)
    {
        var sources = Array.ConvertAll(columns, c =>
        {
            var source = data.Schema.GetColumnOrNull(c.InputColumnName)
                ?? throw host.ExceptSchemaMismatch("input", "input", c.InputColumnName);
            MissingValueReplacingEstimator.CheckType(host, source.Type.GetItemType(), isKey: false);
            return source;
        });
        var needed = sources.Where((_, i) => columns[i].Replacement != MissingValueReplacingEstimator.ReplacementMode.DefaultValue)
            .DistinctBy(s => s.Index).ToList();
        using var cursor = data.GetRowCursor(needed);
        var trainers = new ReplacementTrainer[columns.Length];
        for (var i = 0; i < trainers.Length; i++)
            trainers[i] = ReplacementTrainer.Create(cursor, sources[i], columns[i]);
        while (needed.Count > 0 && cursor.MoveNext())
        {
            if ((cursor.Position & 0xff) == 0)
                host.CheckAlive();
            foreach (var trainer in trainers)
                trainer.ProcessRow();
        }

        return new MissingValueReplacingTransformer(host, columns, Array.ConvertAll(trainers, t => t.Finish()));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (var values in _replacements)
        {
            ctx.Writer.Write((byte)(values is float[]? DataKind.Single : DataKind.Double));
            if (values is float[] singles)
                ctx.Writer.WriteArray<float>(singles);
            else
                ctx.Writer.WriteArray<double>((double[])values);
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        MissingValueReplacingEstimator.CheckType(Host, source.Type.GetItemType(), isKey: false);
        var values = _replacements[col];
        var fits = values.Length == 1 || values.Length == source.Type.GetValueCount();
        Host.CheckParam(
            fits && source.Type.GetItemType().RawType == values.GetType().GetElementType(),
            nameof(inputSchema),
            $"Column '{source.Name}' of type '{source.Type}' does not match the {values.Length} replacement values that were learned");
    }

    private static VersionInfo GetVersionInfo() => TransformVersions.First("NAREPLPT", LoaderSignature);

    private sealed class Mapper(MissingValueReplacingTransformer parent, DataViewSchema inputSchema)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            var result = new DataViewSchema.DetachedColumn[SourceColumns.Length];
            for (var i = 0; i < result.Length; i++)
            {
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(
                    Source(i).Annotations, name => name is AnnotationUtils.Kinds.SlotNames or AnnotationUtils.Kinds.IsNormalized);
                result[i] = new DataViewSchema.DetachedColumn(
                    parent.ColumnPairs[i].outputColumnName, Source(i).Type, annotations.ToAnnotations());
            }

            return result;
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            var column = input.Schema[SourceColumns[iinfo]];
            var raw = column.Type.GetItemType().RawType;
            return column.Type is VectorDataViewType
                ? Utils.MarshalInvoke(MakeVectorGetter<float>, raw, input, column, parent._replacements[iinfo])
                : Utils.MarshalInvoke(MakeScalarGetter<float>, raw, input, column, parent._replacements[iinfo]);
        }

        private static Delegate MakeScalarGetter<T>(DataViewRow input, DataViewSchema.Column column, Array replacements)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var get = input.GetGetter<T>(column);
            var replacement = ((T[])replacements)[0];
            return (ValueGetter<T>)((ref T value) =>
            {
                get(ref value);
                if (T.IsNaN(value))
                    value = replacement;
            });
        }

        private static Delegate MakeVectorGetter<T>(DataViewRow input, DataViewSchema.Column column, Array replacements)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var get = input.GetGetter<VBuffer<T>>(column);
            var values = (T[])replacements;
            VBuffer<T> source = default;
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> result) =>
            {
                get(ref source);
                source.CopyTo(ref result);
                var editor = VBufferEditor.CreateFromBuffer(ref result);
                var items = editor.Values;
                for (var i = 0; i < items.Length; i++)
                {
                    if (T.IsNaN(items[i]))
                        items[i] = values.Length == 1 ? values[0] : values[source.IsDense ? i : source.GetIndices()[i]];
                }

                result = editor.Commit();
            });
        }
    }
}
