namespace TorchSharp;

/// <summary>The one element of a tensor, whatever its type, as a C# number.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this Tensor value) => (float)value.ToScalar().Double;
    public static double ToDouble(this Tensor value) => value.ToScalar().Double;
    public static int ToInt32(this Tensor value) => (int)value.ToScalar().Integer;
    public static long ToInt64(this Tensor value) => value.ToScalar().Integer;
    public static bool ToBoolean(this Tensor value) => value.ToScalar().Double != 0;
}
