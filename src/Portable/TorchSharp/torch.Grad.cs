namespace TorchSharp;

public static partial class torch
{
    /// <summary>Stops this thread from recording operations until the result is disposed of.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Makes this thread record operations, or not, until the result is disposed of.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static bool is_grad_enabled() => NativeMethods.mld_grad_mode() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = NativeMethods.mld_grad_mode();
        internal GradMode(bool enabled) => NativeMethods.mld_set_grad_mode(enabled ? 1 : 0);
        public void Dispose() => NativeMethods.mld_set_grad_mode(_before);
    }
}
