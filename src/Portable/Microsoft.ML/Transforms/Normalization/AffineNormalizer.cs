namespace Microsoft.ML.Transforms;

/// <summary>Takes an offset off and multiplies by a scale.</summary>
internal sealed class AffineNormalizer<T>(T[] scale, T[] offset) : NormalizerFunction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const byte Kind = 1;

    public override int SlotCount => scale.Length;

    protected override bool KeepsZero { get; } = Array.TrueForAll(offset, T.IsZero);

    protected override string TextName => "AffineNormalizer.txt";

    public override T Map(T value, int slot) => (value - offset[slot]) * scale[slot];

    public static AffineNormalizer<T> Read(BinaryReader reader)
    {
        var scale = reader.ReadArray<T>();
        var offset = reader.ReadArray<T>();
        Contracts.CheckDecode(scale.Length == offset.Length, "Corrupt model file: scales and offsets of a normalizer differ in number.");
        return new AffineNormalizer<T>(scale, offset);
    }

    protected override void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.WriteArray<T>(scale);
        writer.WriteArray<T>(offset);
    }

    protected override string Describe(int slot) => string.Create(CultureInfo.InvariantCulture, $"{slot}\t{offset[slot]}\t{scale[slot]}");
}
