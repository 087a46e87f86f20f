using System.Collections.Concurrent;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp.Native;

/// <summary>Calls an ATen operator by its name, such as "add.Tensor". Every tensor method is a typed wrapper over it.</summary>
internal static unsafe class Operator
{
    // Enough for the shapes and dims of nearly every call; longer lists go to the heap.
    private const int StackWords = 64;

    private static readonly ConcurrentDictionary<string, nint> Handles = new(StringComparer.Ordinal);

    /// <summary>The operator's one result, a tensor.</summary>
    internal static Tensor Call(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return new Tensor((nint)result.Bits);
    }

    /// <summary>Runs an in-place operator and returns the tensor it changed, as TorchSharp's own in-place methods do.</summary>
    internal static Tensor InPlace(string name, Tensor self, params ReadOnlySpan<Argument> rest)
    {
        Span<Argument> arguments = [default, default, default, default, default, default, default, default];
        arguments[0] = self;
        rest.CopyTo(arguments[1..]);
        Invoke(name, arguments[..(rest.Length + 1)], null, 0);
        return self;
    }

    /// <summary>The operator's one result, a number or truth value.</summary>
    internal static Scalar CallNumber(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return result.Tag == ValueTag.Double ? BitConverter.Int64BitsToDouble(result.Bits) : result.Bits;
    }

    /// <summary>Throws libtorch's message, if there is one, as TorchSharp does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(byte* error)
    {
        if (error != null)
            Throw(error);
    }

    private static void Throw(byte* error)
    {
        var message = Marshal.PtrToStringUTF8((nint)error);
        mld_free(error);
        throw new ExternalException(message);
    }

    [SkipLocalsInit]
    private static void Invoke(string name, ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        var op = Handles.TryGetValue(name, out var known) ? known : Find(name);
        var words = 0;
        foreach (ref readonly var argument in arguments)
            words += argument.ScratchWords;
        var values = stackalloc NativeValue[arguments.Length];
        if (words <= StackWords)
        {
            var scratch = stackalloc long[StackWords];
            Invoke(op, arguments, values, scratch, results, capacity);
        }
        else
        {
            fixed (long* scratch = new long[words])
                Invoke(op, arguments, values, scratch, results, capacity);
        }
    }

    private static void Invoke(
        nint op, ReadOnlySpan<Argument> arguments, NativeValue* values, long* scratch, NativeValue* results, int capacity)
    {
        for (var i = 0; i < arguments.Length; i++)
            scratch += arguments[i].Write(values + i, scratch);
        var error = mld_operator_call(op, values, arguments.Length, results, capacity);
        foreach (ref readonly var argument in arguments)
            argument.KeepAlive();
        Check(error);
    }

    private static nint Find(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var plain = dot < 0 ? name : name[..dot];
        Check(mld_operator_find("aten::" + plain, dot < 0 ? "" : name[(dot + 1)..], out var handle));
        return Handles.GetOrAdd(name, handle);
    }
}
