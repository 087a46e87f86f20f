namespace Microsoft.ML.Transforms;

internal enum NormalizerKind : byte
{
    /// <summary>(value - offset) * scale.</summary>
    Affine,

    /// <summary>The share of a normal distribution of this mean and deviation that is below the value, or below its logarithm.</summary>
    Cdf,
    LogCdf,

    /// <summary>The number of the value's bin, scaled to [0, 1], or moved to where zero stays zero. The last bound is infinite.</summary>
    Bin,
    ZeroBin,
}

/// <summary>What a normalizer does to a column, once it has seen the data: the parameters of each slot; a scalar is one.</summary>
internal sealed record Normalizer(NormalizerKind Kind, DataViewType Type, ItemList[] Slots)
{
    private static VersionInfo Version => TransformVersions.First("NORMFNPT", "NormalizerFunction");

    public static Normalizer Load(ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var (kind, dimensions) = ((NormalizerKind)ctx.Reader.ReadByte(), ctx.Reader.ReadArray<int>());
        var slots = new ItemList[ctx.Reader.ReadCount()];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = ItemList.Load(ctx.Reader);
        var itemType = slots.Length == 0 ? null : slots[0].Type;
        var fits = Enum.IsDefined(kind) && itemType != null && NormalizerOptions.IsReal(itemType) && dimensions.All(d => d > 0)
            && dimensions.Aggregate(1L, (size, d) => size * d) == slots.Length
            && slots.All(s => s.Type.Equals(itemType) && (kind >= NormalizerKind.Bin ? s.Items.Length > 0 : s.Items.Length == 2));
        Contracts.CheckDecode(fits, "Corrupt model file: the parameters of a normalizer.");
        return new(kind, dimensions.Length == 0 ? itemType! : new VectorDataViewType(itemType!, dimensions), slots);
    }

    public void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write((byte)Kind);
        ctx.Writer.WriteArray<int>(Type is VectorDataViewType vector ? vector.Dimensions.AsSpan() : default);
        ctx.Writer.Write(Slots.Length);
        Array.ForEach(Slots, slot => slot.Save(ctx.Writer));
        var name = Kind switch { NormalizerKind.Affine => "Affine", NormalizerKind.Cdf or NormalizerKind.LogCdf => "Cdf", _ => "Bin" };
        ctx.SaveTextStream($"{name}Normalizer.txt", writer =>
        {
            writer.WriteLine($"NumNormalizationFeatures={Slots.Length}");
            foreach (var (i, slot) in Slots.Index())
                writer.WriteLine($"{i}\t{string.Join('\t', slot.Texts())}");
        });
    }

    public Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column column) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var slots = Array.ConvertAll(Slots, s => (T[])s.Items);
        return SlotGetters.Map<T, T>(row, column, Kind switch
        {
            NormalizerKind.Affine => (value, slot) => (value - slots[slot][1]) * slots[slot][0],
            NormalizerKind.Cdf => (value, slot) => Cdf(value, slots[slot][0], slots[slot][1]),
            NormalizerKind.LogCdf => (value, slot) => Cdf(SlotStatistics<T>.Log(value), slots[slot][0], slots[slot][1]),
            NormalizerKind.Bin => (value, slot) => Bin(value, slots[slot]),
            _ => (value, slot) => Bin(value, slots[slot]) - Bin(T.Zero, slots[slot]),
        }, packs: true);
    }

    // The error function is the elementary approximation of Winitzki with a = 0.147, whose error is below 1.3e-4.
    private static T Cdf<T>(T value, T mean, T deviation) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (deviation <= T.Epsilon || !T.IsFinite(value))
            return T.Zero;
        var x = (value - mean) / deviation;
        var half = x * x / (T.One + T.One);
        var bent = T.CreateTruncating(0.147) * half;
        var ratio = ((4 / Math.PI) + double.CreateTruncating(bent)) / double.CreateTruncating(T.One + bent);
        return T.CreateTruncating(0.5 + (0.5 * T.Sign(x) * Math.Sqrt(1 - Math.Exp(double.CreateTruncating(-half) * ratio))));
    }

    // The first bin whose upper bound is not below the value.
    private static T Bin<T>(T value, T[] bounds) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var found = Array.BinarySearch(bounds, 0, bounds.Length - 1, value);
        return T.IsNaN(value) ? value : T.CreateTruncating(found < 0 ? ~found : found) / T.CreateTruncating(Math.Max(1, bounds.Length - 1));
    }
}
