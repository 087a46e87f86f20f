namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of libtorch.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.mld_version())!;

    /// <summary>How many threads one operator may use.</summary>
    public static int get_num_threads() => NativeMethods.mld_num_threads();
    public static unsafe void set_num_threads(int num) => Operator.Check(NativeMethods.mld_set_num_threads(num));
}
