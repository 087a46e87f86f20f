namespace Microsoft.ML.Transforms;

/// <summary>
/// Gives the share of a normal distribution, of the values or of their logarithms, that lies below the value. The error function is
/// the elementary approximation of Winitzki with a = 0.147, whose error is below 1.3e-4.
/// </summary>
internal sealed class CdfNormalizer<T>(bool useLog, T[] mean, T[] deviation) : NormalizerFunction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const byte Kind = 2;

    private static readonly T Shape = T.CreateTruncating(0.147);

    public override int SlotCount => mean.Length;

    // Zero has a place of its own in the distribution, except where there is none: then every value becomes zero.
    protected override bool KeepsZero => useLog || Array.TrueForAll(deviation, d => d <= T.Epsilon);

    protected override string TextName => "CdfNormalizer.txt";

    public override T Map(T value, int slot)
    {
        if (deviation[slot] <= T.Epsilon)
            return T.Zero;
        if (useLog)
            value = T.CreateTruncating(Math.Log(double.CreateTruncating(value)));
        if (!T.IsFinite(value))
            return T.Zero;
        var x = (value - mean[slot]) / deviation[slot];
        var half = x * x / (T.One + T.One);
        var bent = Shape * half;
        var ratio = ((4 / Math.PI) + double.CreateTruncating(bent)) / double.CreateTruncating(T.One + bent);
        var exponent = double.CreateTruncating(-half) * ratio;
        return T.CreateTruncating(0.5 + (0.5 * T.Sign(x) * Math.Sqrt(1 - Math.Exp(exponent))));
    }

    public static CdfNormalizer<T> Read(BinaryReader reader)
    {
        var useLog = reader.ReadByte() != 0;
        var mean = reader.ReadArray<T>();
        var deviation = reader.ReadArray<T>();
        Contracts.CheckDecode(
            mean.Length == deviation.Length, "Corrupt model file: means and deviations of a normalizer differ in number.");
        return new CdfNormalizer<T>(useLog, mean, deviation);
    }

    protected override void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(useLog);
        writer.WriteArray<T>(mean);
        writer.WriteArray<T>(deviation);
    }

    protected override string Describe(int slot) => string.Create(CultureInfo.InvariantCulture, $"{slot}\t{mean[slot]}\t{deviation[slot]}");
}
