namespace TorchSharp;

/// <summary>Kinds of devices; the numbers are libtorch's.</summary>
public enum DeviceType
{
    CPU = 0, CUDA = 1,
}

/// <summary>Devices, element types, gradient mode and threads; tensors, factories and functions are in files of their own.</summary>
public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>Where a tensor's memory is.</summary>
    public class Device(DeviceType deviceType, int index = -1)
    {
        public DeviceType type { get; } = deviceType;
        public int index { get; } = index;

        public override string ToString() => type == DeviceType.CPU ? "cpu"
            : index < 0 ? "cuda"
            : string.Create(CultureInfo.InvariantCulture, $"cuda:{index}");
    }

    public static readonly ScalarType int64 = ScalarType.Int64;
    public static readonly ScalarType float32 = ScalarType.Float32;

    /// <summary>The type of a tensor's elements; the numbers are libtorch's.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0, Int8 = 1, Int16 = 2, Int32 = 3, Int64 = 4, Float16 = 5, Float32 = 6, Float64 = 7,
        ComplexFloat32 = 9, ComplexFloat64 = 10, Bool = 11, BFloat16 = 15,
    }

    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static bool is_grad_enabled() => NativeMethods.mld_grad_mode() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = NativeMethods.mld_grad_mode();
        internal GradMode(bool enabled) => NativeMethods.mld_set_grad_mode(enabled ? 1 : 0);
        public void Dispose() => NativeMethods.mld_set_grad_mode(_before);
    }

    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.mld_version())!;

    public static int get_num_threads() => NativeMethods.mld_num_threads();
    public static unsafe void set_num_threads(int num) => Operator.Check(NativeMethods.mld_set_num_threads(num));
}
