using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Dictionary<Type, ScalarType> TypeMap = new()
    {
        [typeof(byte)] = ScalarType.Byte,
        [typeof(sbyte)] = ScalarType.Int8,
        [typeof(short)] = ScalarType.Int16,
        [typeof(int)] = ScalarType.Int32,
        [typeof(long)] = ScalarType.Int64,
        [typeof(Half)] = ScalarType.Float16,
        [typeof(float)] = ScalarType.Float32,
        [typeof(double)] = ScalarType.Float64,
        [typeof(bool)] = ScalarType.Bool,
    };

    /// <summary>A tensor on the array's own memory, which stays pinned as long as the tensor lives; bool arrays are copied.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        RefuseNames(names);
        var shared = Share(rawArray, Shape(rawArray), 0);
        return Convert(shared, dtype, device).Track(requires_grad);
    }

    /// <summary>A vector on part of the array's own memory, <paramref name="count"/> elements from <paramref name="offset"/> on.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentException($"invalid value for 'offset': {offset}");
        var length = count < 0 ? rawArray.LongLength - offset : count;
        if (length > rawArray.LongLength - offset)
            throw new IndexOutOfRangeException($"element count is too large: {length}");
        return Convert(Share(rawArray, [length], offset), dtype, null).Track(requires_grad);
    }

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.to(dtype ?? data.dtype, device ?? data.device);
    }

    // One allocation and one copy: three to five times faster than pinning, cloning and wrapping the array.
    private static Tensor Copy<T>(
        ReadOnlySpan<T> data, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
        where T : unmanaged
    {
        RefuseNames(names);
        long size = 1;
        foreach (var dimension in dimensions)
            size *= dimension;
        if (size != data.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {size} vs. {data.Length}");
        var result = Operator.Call("empty.memory_format", dimensions, TypeMap[typeof(T)]);
        MemoryMarshal.AsBytes(data).CopyTo(result.bytes);
        return Convert(result, dtype, device).Track(requiresGrad);
    }

    private static ReadOnlySpan<T> Elements<T>(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static Tensor Convert(Tensor tensor, ScalarType? dtype, Device? device)
    {
        var type = dtype ?? tensor.dtype;
        var target = device ?? CPU;
        return type == tensor.dtype && target.type == DeviceType.CPU ? tensor : tensor.to(type, target, disposeAfter: true);
    }

    private static long[] Shape(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        var shape = new long[array.Rank];
        for (var d = 0; d < shape.Length; d++)
            shape[d] = array.GetLength(d);
        return shape;
    }

    private static unsafe Tensor Share(Array array, long[] shape, long offset)
    {
        var element = array.GetType().GetElementType()!;
        if (!TypeMap.TryGetValue(element, out var type))
            throw new NotSupportedException($"The type {element.Name} is not supported.");
        if (element == typeof(bool))
            return Copy(Elements<bool>(array).Slice((int)offset, (int)Product(shape)), shape, null, null, false, null);
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        var start = (byte*)pin.AddrOfPinnedObject() + (offset * Marshal.SizeOf(element));
        nint result;
        fixed (long* sizes = shape)
        {
            Operator.Check(NativeMethods.mld_tensor_from_blob(
                start, sizes, shape.Length, (int)type, &Unpin, GCHandle.ToIntPtr(pin), &result));
        }

        return new Tensor(result);
    }

    private static long Product(long[] shape)
    {
        long product = 1;
        foreach (var size in shape)
            product *= size;
        return product;
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint pin) => GCHandle.FromIntPtr(pin).Free();
}
