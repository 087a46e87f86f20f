using System.Text;

namespace TorchSharp.Native;

/// <summary>An operator's argument, made implicitly from what C# has; the native side turns it into what the schema asks for.</summary>
internal readonly struct Argument
{
    private readonly ValueTag _tag;
    private readonly long _bits;
    private readonly object? _reference;

    private Argument(ValueTag tag, long bits, object? reference = null)
    {
        _tag = tag;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>No value: an undefined tensor, or an absent optional.</summary>
    internal static Argument None => default;

    /// <summary>How many 8-byte words the list or text needs beside the argument itself.</summary>
    internal int ScratchWords => _reference switch
    {
        long[] list => list.Length,
        Tensor[] list => list.Length,
        string text => (Encoding.UTF8.GetMaxByteCount(text.Length) / sizeof(long)) + 1,
        _ => 0,
    };

    public static implicit operator Argument(Tensor? value) => value is null ? default : new(ValueTag.Tensor, value.Handle, value);
    public static implicit operator Argument(bool value) => new(ValueTag.Bool, value ? 1 : 0);
    public static implicit operator Argument(int value) => new(ValueTag.Int, value);
    public static implicit operator Argument(long value) => new(ValueTag.Int, value);
    public static implicit operator Argument(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(ScalarType value) => new(ValueTag.Int, (long)value);
    public static implicit operator Argument(ScalarType? value) => value is { } type ? type : default(Argument);
    public static implicit operator Argument(Device? value) => value is null ? default : new(ValueTag.Device, (long)value.type, value);
    public static implicit operator Argument(Generator? value) => value is null ? default : new(ValueTag.Generator, value.Handle, value);
    public static implicit operator Argument(string? value) => value is null ? default : new(ValueTag.String, 0, value);
    public static implicit operator Argument(long[] value) => new(ValueTag.IntList, 0, value);
    public static implicit operator Argument(ReadOnlySpan<long> value) => value.ToArray();
    public static implicit operator Argument(Tensor[] value) => new(ValueTag.TensorList, 0, value);

    public static implicit operator Argument(Scalar? value) => value?.Type switch
    {
        null => default,
        ScalarType.Float32 or ScalarType.Float64 => value.Double,
        ScalarType.Bool => value.Integer != 0,
        _ => value.Integer,
    };

    /// <summary>Writes the native form; a list or text goes to <paramref name="scratch"/>.</summary>
    /// <returns>The words of scratch that were used.</returns>
    internal unsafe int Write(NativeValue* target, long* scratch)
    {
        *target = new NativeValue { Tag = _tag, Bits = _bits };
        switch (_reference)
        {
            case Device device:
                target->Length = device.index;
                return 0;
            case long[] list:
                list.CopyTo(new Span<long>(scratch, list.Length));
                return Point(target, scratch, list.Length, list.Length);
            case Tensor[] list:
                for (var i = 0; i < list.Length; i++)
                    scratch[i] = list[i].Handle;
                return Point(target, scratch, list.Length, list.Length);
            case string text:
                var words = ScratchWords;
                return Point(target, scratch, Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, words * sizeof(long))), words);
            default:
                return 0;
        }
    }

    /// <summary>Keeps the tensors behind the argument from being collected until here.</summary>
    internal void KeepAlive() => GC.KeepAlive(_reference);

    private static unsafe int Point(NativeValue* target, long* scratch, int length, int words)
    {
        target->Bits = (long)scratch;
        target->Length = length;
        return words;
    }
}
