namespace TorchSharp;

public static partial class torch
{
    /// <summary>An index: a number, a range, a new dimension, the rest, or a tensor of positions or truth values.</summary>
    public struct TensorIndex
    {
        /// <summary>All dimensions that the other indices leave out.</summary>
        public static TensorIndex Ellipsis = new() { Sort = Kind.Ellipsis };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new() { Sort = Kind.None };

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        internal enum Kind
        {
            None,
            Single,
            Ellipsis,
            Tensor,
            Slice,
        }

        internal Kind Sort { get; private init; }

        internal long? Start { get; private init; }

        internal long? Stop { get; private init; }

        internal long? Step { get; private init; }

        internal torch.Tensor? Positions { get; private init; }

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        // Never meant to be called: it makes TensorIndex the better match for a number where an indexer takes either.
        public static implicit operator torch.Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Sort = Kind.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);

        public static TensorIndex Single(long? index) => new() { Sort = Kind.Single, Start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { Sort = Kind.Tensor, Positions = tensor };
    }
}
