namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch. Owns one reference to it, which disposing, a dispose scope or the finaliser gives back.</summary>
    public partial class Tensor : IDisposable
    {
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
        }

        ~Tensor() => Release();

        public bool IsInvalid => _handle == 0;

        public nint Handle => _handle != 0 ? _handle : ThrowDisposed();

        internal DisposeScope? OwningDisposeScope { get; set; }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        public bool Equals(Tensor target) => target is not null && Operator.CallNumber("equal", this, target).Integer != 0;
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);
        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        protected virtual void Dispose(bool disposing)
        {
            OwningDisposeScope?.MarkAsDisposed(this);
            Release();
        }

        private static nint ThrowDisposed() => throw new InvalidOperationException("Tensor invalid -- empty handle.");

        private void Release()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
                NativeMethods.mld_tensor_release(handle);
        }
    }
}
