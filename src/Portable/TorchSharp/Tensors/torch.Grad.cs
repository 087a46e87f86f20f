using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Stops this thread from recording operations until the result is disposed of.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Makes this thread record operations, or not, until the result is disposed of.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => NativeMethods.mld_grad_mode() != 0;

    /// <summary>Like <see cref="no_grad"/>, and the tensors made cannot enter a graph later.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.mld_inference_mode() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = NativeMethods.mld_grad_mode();

        internal GradMode(bool enabled) => NativeMethods.mld_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.mld_set_grad_mode(_before);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = NativeMethods.mld_inference_mode_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0)
                NativeMethods.mld_inference_mode_leave(_guard);
            _guard = 0;
        }
    }
}
