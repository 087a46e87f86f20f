namespace Microsoft.ML.Transforms;

/// <summary>What a normalizer does to each slot of a column, once it has seen the data. A scalar column has one slot.</summary>
internal abstract class NormalizerFunction
{
    protected const string LoaderSignature = "NormalizerFunction";

    public abstract int SlotCount { get; }

    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    public abstract void Save(ModelSaveContext ctx);

    public static NormalizerFunction Load(ModelLoadContext ctx, DataViewType itemType)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return Utils.MarshalInvoke(LoadCore<float>, itemType.RawType, ctx);
    }

    protected static VersionInfo GetVersionInfo() => TransformVersions.First("NORMFNPT", LoaderSignature);

    private static NormalizerFunction LoadCore<T>(ModelLoadContext ctx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kind = ctx.Reader.ReadByte();
        return kind switch
        {
            AffineNormalizer<T>.Kind => AffineNormalizer<T>.Read(ctx.Reader),
            CdfNormalizer<T>.Kind => CdfNormalizer<T>.Read(ctx.Reader),
            BinNormalizer<T>.Kind => BinNormalizer<T>.Read(ctx.Reader),
            _ => throw Contracts.ExceptDecode($"Corrupt model file: unknown normalizer {kind}."),
        };
    }
}

/// <summary>The part of a normalizer that depends on the precision of the column.</summary>
internal abstract class NormalizerFunction<T> : NormalizerFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether zero stays zero in every slot, so that sparse vectors stay sparse.</summary>
    protected abstract bool KeepsZero { get; }

    /// <summary>The name of the text that tells people what the function does.</summary>
    protected abstract string TextName { get; }

    public abstract T Map(T value, int slot);

    public sealed override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType ? MakeVectorGetter(row, column) : SlotGetters.Map<T, T>(row, column, Map);

    public sealed override void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        Write(ctx.Writer);
        ctx.SaveTextStream(TextName, writer =>
        {
            writer.WriteLine($"NumNormalizationFeatures={SlotCount}");
            for (var slot = 0; slot < SlotCount; slot++)
                writer.WriteLine(Describe(slot));
        });
    }

    protected abstract void Write(BinaryWriter writer);

    protected abstract string Describe(int slot);

    private ValueGetter<VBuffer<T>> MakeVectorGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<VBuffer<T>>(column);
        var builder = new VectorBuilder<T>();
        VBuffer<T> source = default;
        return (ref VBuffer<T> value) =>
        {
            get(ref source);
            if (source.Length != SlotCount)
                throw Contracts.Except($"Normalizer expected {SlotCount} slots, but the input data column has {source.Length} slots.");
            var values = source.GetValues();
            if (source.IsDense || KeepsZero)
            {
                var indices = source.GetIndices();
                for (var i = 0; i < values.Length; i++)
                {
                    var slot = source.IsDense ? i : indices[i];
                    builder.Add(slot, Map(values[i], slot));
                }
            }
            else
            {
                var slot = 0;
                foreach (var item in source.DenseValues())
                {
                    builder.Add(slot, Map(item, slot));
                    slot++;
                }
            }
            builder.Finish(source.Length, ref value);
        };
    }
}
