namespace TorchSharp;

/// <summary>A single number of a tensor type, made implicitly from C#'s numbers.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ScalarType type, long integer, double value) => (Type, Integer, Double) = (type, integer, value);

    public ScalarType Type { get; }

    internal long Integer { get; }

    internal double Double { get; }

    public static implicit operator Scalar(int value) => new(ScalarType.Int32, value, value);
    public static implicit operator Scalar(long value) => new(ScalarType.Int64, value, value);
    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, value ? 1 : 0, value ? 1 : 0);
    public static implicit operator Scalar(float value) => Real(ScalarType.Float32, value);
    public static implicit operator Scalar(double value) => Real(ScalarType.Float64, value);
    public void Dispose() => GC.SuppressFinalize(this);

    // Casting saturates, and a NaN has no integer: such scalars are only ever read as numbers.
    private static Scalar Real(ScalarType type, double value) => new(type, double.IsNaN(value) ? 0 : (long)value, value);
}

/// <summary>The one element of a tensor, whatever its type, as a C# number.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this Tensor value) => (float)value.ToScalar().Double;
    public static double ToDouble(this Tensor value) => value.ToScalar().Double;
    public static int ToInt32(this Tensor value) => (int)value.ToScalar().Integer;
    public static long ToInt64(this Tensor value) => value.ToScalar().Integer;
    public static bool ToBoolean(this Tensor value) => value.ToScalar().Double != 0;
}
