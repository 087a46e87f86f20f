using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A single number of a tensor type, made implicitly from C#'s numbers.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ScalarType type, long integer, double value)
    {
        Type = type;
        Integer = integer;
        Double = value;
    }

    /// <summary>The type the number had in C#.</summary>
    public ScalarType Type { get; }

    internal long Integer { get; }

    internal double Double { get; }

    internal bool IsFloatingPoint => Type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64;

    internal bool IsBoolean => Type == ScalarType.Bool;

    public static implicit operator Scalar(byte value) => Whole(ScalarType.Byte, value);

    public static implicit operator Scalar(sbyte value) => Whole(ScalarType.Int8, value);

    public static implicit operator Scalar(short value) => Whole(ScalarType.Int16, value);

    public static implicit operator Scalar(int value) => Whole(ScalarType.Int32, value);

    public static implicit operator Scalar(long value) => Whole(ScalarType.Int64, value);

    public static implicit operator Scalar(bool value) => Whole(ScalarType.Bool, value ? 1 : 0);

    public static implicit operator Scalar(Half value) => Real(ScalarType.Float16, (double)value);

    public static implicit operator Scalar(float value) => Real(ScalarType.Float32, value);

    public static implicit operator Scalar(double value) => Real(ScalarType.Float64, value);

    /// <summary>Does nothing: the number is held in managed memory. It is here because the official type has it.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    private static Scalar Whole(ScalarType type, long value) => new(type, value, value);

    // Casting saturates, and a NaN has no integer: such scalars are only ever read as numbers.
    private static Scalar Real(ScalarType type, double value) => new(type, double.IsNaN(value) ? 0 : (long)value, value);
}
