using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch. Owns one reference to it, which disposing, a dispose scope or the finaliser gives back.</summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static long _peakCount;
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            var count = Interlocked.Increment(ref _totalCount);
            if (count > Volatile.Read(ref _peakCount))
                Volatile.Write(ref _peakCount, count);
            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
        }

        ~Tensor() => Release();

        /// <summary>How many tensors managed code holds now, in the whole process.</summary>
        public static long TotalCount => Volatile.Read(ref _totalCount);

        /// <summary>The most tensors that managed code has held at one time.</summary>
        public static long PeakCount => Volatile.Read(ref _peakCount);

        /// <summary>A name for people; libtorch does not know it.</summary>
        public string? name { get; set; }

        /// <summary>True once the tensor has been disposed of.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed of.</exception>
        public nint Handle => _handle != 0 ? _handle : ThrowDisposed();

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Hands the tensor from its scope to the one around that, or to none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter([this]);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return MoveToOtherDisposeScope(other.OwningDisposeScope);
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null)
                other?.Attach(this);
            else
                OwningDisposeScope.MoveToOther(other, [this]);
            return this;
        }

        /// <summary>Takes the tensor out of its scope: whoever holds it disposes of it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach([this]);
            return this;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>True where both tensors have the same shape and the same values.</summary>
        public bool Equals(Tensor target) => target is not null && Operator.CallInteger("equal", this, target) != 0;

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        protected virtual void Dispose(bool disposing)
        {
            OwningDisposeScope?.MarkAsDisposed(this);
            Release();
        }

        /// <summary>Gives the native reference to the caller and leaves this object empty: how a tensor becomes a parameter.</summary>
        internal nint MoveHandle()
        {
            OwningDisposeScope?.Detach([this]);
            var handle = Handle;
            _handle = 0;
            Interlocked.Decrement(ref _totalCount);
            GC.SuppressFinalize(this);
            return handle;
        }

        private static nint ThrowDisposed() => throw new InvalidOperationException("Tensor invalid -- empty handle.");

        private void Release()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return;
            Interlocked.Decrement(ref _totalCount);
            NativeMethods.mld_tensor_release(handle);
        }
    }
}
