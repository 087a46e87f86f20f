namespace Microsoft.ML.Transforms;

/// <summary>Gives the number of the value's bin, scaled to [0, 1], or to where zero's bin is zero.</summary>
internal sealed class BinNormalizer<T> : NormalizerFunction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const byte Kind = 3;

    private readonly bool _fixZero;
    private readonly T[][] _bounds;
    private readonly T[] _density;
    private readonly T[] _offset;

    /// <param name="fixZero">Whether zero stays zero.</param>
    /// <param name="bounds">By slot: the upper bounds of the bins, rising, the last one infinite.</param>
    public BinNormalizer(bool fixZero, T[][] bounds)
    {
        _fixZero = fixZero;
        _bounds = bounds;
        _density = Array.ConvertAll(bounds, b => T.CreateTruncating(Math.Max(1, b.Length - 1)));
        _offset = new T[bounds.Length];
        for (var slot = 0; fixZero && slot < bounds.Length; slot++)
            _offset[slot] = Bin(T.Zero, slot) / _density[slot];
    }

    public override int SlotCount => _bounds.Length;

    protected override bool KeepsZero => _fixZero;

    protected override string TextName => "BinNormalizer.txt";

    public override T Map(T value, int slot) => T.IsNaN(value) ? value : (Bin(value, slot) / _density[slot]) - _offset[slot];

    public static BinNormalizer<T> Read(BinaryReader reader)
    {
        var fixZero = reader.ReadByte() != 0;
        var bounds = new T[reader.ReadCount(sizeof(int))][];
        for (var slot = 0; slot < bounds.Length; slot++)
        {
            bounds[slot] = reader.ReadArray<T>();
            Contracts.CheckDecode(bounds[slot].Length > 0, "Corrupt model file: a normalizer without bins.");
        }
        return new BinNormalizer<T>(fixZero, bounds);
    }

    protected override void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(_fixZero);
        writer.Write(_bounds.Length);
        foreach (var bounds in _bounds)
            writer.WriteArray<T>(bounds);
    }

    protected override string Describe(int slot) =>
        string.Join('\t', _bounds[slot].SkipLast(1).Select(b => b.ToString(null, CultureInfo.InvariantCulture)));

    // The first bin whose upper bound is not below the value.
    private T Bin(T value, int slot)
    {
        var found = Array.BinarySearch(_bounds[slot], 0, _bounds[slot].Length - 1, value);
        return T.CreateTruncating(found < 0 ? ~found : found);
    }
}
