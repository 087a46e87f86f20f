using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Part of the tensor, or writes to it. A view, unless a tensor is among the indices.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, TensorIndex.Single(i1));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (part, positions) = Slices(indices);
            return positions is null ? part : Operator.Call("index.Tensor", part, Argument.Optionals(positions));
        }

        public Tensor index(params Tensor[] indices) => Operator.Call("index.Tensor", this, Argument.Optionals(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            ArgumentNullException.ThrowIfNull(value);
            var (part, positions) = Slices(indices);
            if (positions is null)
                Operator.Run("copy_", part, value);
            else
                Operator.Run("index_put_", part, Argument.Optionals(positions), value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices)
        {
            Operator.Run("index_put_", this, Argument.Optionals(indices), value);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var filled = full([], value, dtype, device);
            return index_put_(filled, indices);
        }

        /// <summary>Applies all indices but tensors, which it returns by the dimension of the result that they are for.</summary>
        private (Tensor Part, Tensor?[]? Positions) Slices(TensorIndex[] indices)
        {
            ArgumentNullException.ThrowIfNull(indices);
            var part = alias();
            List<Tensor?>? positions = null;
            long dim = 0;
            for (var i = 0; i < indices.Length; i++)
            {
                var at = indices[i];
                switch (at.Sort)
                {
                    case TensorIndex.Kind.None:
                        part = part.unsqueeze(dim++);
                        break;
                    case TensorIndex.Kind.Single:
                        part = part.select(dim, at.Start ?? throw new ArgumentException("A single index must be given.", nameof(indices)));
                        break;
                    case TensorIndex.Kind.Slice:
                        part = Operator.Call("slice.Tensor", part, dim++, at.Start, at.Stop, at.Step ?? 1);
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim = part.Dimensions - Consumed(indices.AsSpan(i + 1));
                        break;
                    default:
                        positions ??= [];
                        while (positions.Count < dim)
                            positions.Add(null);
                        positions.Add(at.Positions);
                        dim += at.Positions!.dtype == ScalarType.Bool ? at.Positions.Dimensions : 1;
                        break;
                }
            }

            return (part, positions?.ToArray());
        }

        private static long Consumed(ReadOnlySpan<TensorIndex> rest)
        {
            long dimensions = 0;
            foreach (var at in rest)
            {
                dimensions += at.Sort switch
                {
                    TensorIndex.Kind.None => 0,
                    TensorIndex.Kind.Tensor when at.Positions!.dtype == ScalarType.Bool => at.Positions.Dimensions,
                    _ => 1,
                };
            }

            return dimensions;
        }
    }
}
