using X86 = System.Runtime.Intrinsics.X86;

namespace TorchSharp.Native;

/// <summary>The functions of native/boxed.cpp. Those that can fail return a message for <see cref="Operator.Check"/>.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "mlnetdeep_torch";

    // Both are read once, when the libraries are loaded. .NET's own SetEnvironmentVariable does not reach native code.
    // An OpenBLAS that is older than the processor takes its slowest kernels (a fifth of the speed); which ones it takes can be set from
    // outside alone. GCC's OpenMP lets threads that wait for each other spin for milliseconds, which makes steps five times slower when
    // another process wants a core.
    static NativeMethods()
    {
        string? cores = X86.Avx512BW.IsSupported ? "SkylakeX" : X86.Avx2.IsSupported && X86.Fma.IsSupported ? "Haswell" : null;
        if (cores is not null && OperatingSystem.IsLinux())
            _ = setenv("OPENBLAS_CORETYPE", cores, overwrite: 0);
        if (OperatingSystem.IsLinux())
            _ = setenv("GOMP_SPINCOUNT", "5000", overwrite: 0);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* mld_operator_find(string name, string overload, out nint result);
    [LibraryImport(Library)]
    internal static partial byte* mld_operator_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity);
    [LibraryImport(Library)] internal static partial void mld_tensor_release(nint tensor);
    [LibraryImport(Library)] internal static partial byte* mld_tensor_describe(nint tensor, TensorInfo* info);
    [LibraryImport(Library)]
    internal static partial byte* mld_tensor_from_blob(
        void* data, long* sizes, long dimensions, int dtype, delegate* unmanaged<nint, void> deleter, nint context, nint* result);
    [LibraryImport(Library)] internal static partial byte* mld_tensor_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial byte* mld_tensor_grad(nint tensor, nint* result);
    [LibraryImport(Library)] internal static partial byte* mld_tensor_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)]
    internal static partial byte* mld_tensor_backward(
        nint tensor, nint gradient, int retainGraph, int createGraph, nint* inputs, long count);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mld_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void mld_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial byte* mld_generator_new(long seed, out nint result);
    [LibraryImport(Library)] internal static partial byte* mld_generator_default(out nint result);
    [LibraryImport(Library)] internal static partial void mld_generator_release(nint generator);
    [LibraryImport(Library)] internal static partial byte* mld_generator_set_seed(nint generator, long seed);
    [LibraryImport(Library)] internal static partial long mld_generator_seed(nint generator);
    [LibraryImport(Library)] internal static partial byte* mld_generator_state(nint generator, nint* result);
    [LibraryImport(Library)] internal static partial byte* mld_generator_set_state(nint generator, nint state);
    [LibraryImport(Library)] internal static partial int mld_num_threads();
    [LibraryImport(Library)] internal static partial byte* mld_set_num_threads(int n);
    [LibraryImport(Library)] internal static partial byte* mld_version();
    [LibraryImport(Library)] internal static partial void mld_free(void* memory);
}

/// <summary>What a <see cref="NativeValue"/> holds; the numbers are those of native/boxed.cpp.</summary>
internal enum ValueTag : long
{
    None, Tensor, Int, Double, Bool, String, Device, Generator, Default, IntList, TensorList,
}

/// <summary>One argument or result on its way through the boundary.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal ValueTag Tag;
    internal long Bits;
    internal long Length;
}

/// <summary>Everything about a tensor that is cheap to read, in one call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    internal void* Data;
    internal long Elements;
    internal long Offset;
    internal long Dimensions;
    internal long* Sizes;
    internal long* Strides;
    internal int DType;
    internal int ItemSize;
    internal short Device;
    internal byte IsContiguous;
    internal byte RequiresGrad;
    internal byte IsLeaf;
}
