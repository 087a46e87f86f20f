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

        /// <summary>True once the tensor has been disposed of.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed of.</exception>
        public nint Handle => _handle != 0 ? _handle : ThrowDisposed();

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Hands the tensor from its scope to the one around that, or to none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of its scope: whoever holds it disposes of it.</summary>
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

        /// <summary>True where both tensors have the same shape and the same values.</summary>
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
