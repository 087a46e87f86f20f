using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => Operator.Call("view", this, shape);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) => Operator.Call("reshape", this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Operator.Call("flatten.using_ints", this, start_dim, end_dim);

        public Tensor ravel() => Operator.Call("ravel", this);

        public Tensor narrow(long dim, long start, long length) => Operator.Call("narrow", this, dim, start, length);

        public Tensor select(long dim, long index) => Operator.Call("select.int", this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Operator.Call("slice.Tensor", this, dim, start, finish, step);

        public Tensor index_select(long dim, Tensor index) => Operator.Call("index_select", this, dim, index);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Operator.InPlace("index_add_", this, dim, index, source, alpha);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Operator.InPlace("index_copy_", this, dim, index, source);

        public Tensor gather(long dim, Tensor index) => Operator.Call("gather", this, dim, index);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Operator.InPlace("scatter_.src", this, dim, index, src);

        public Tensor t() => Operator.Call("t", this);

        public Tensor T => Operator.Call("numpy_T", this);

        public Tensor transpose(long dim0, long dim1) => Operator.Call("transpose.int", this, dim0, dim1);

        public Tensor permute(params long[] permutation) => Operator.Call("permute", this, permutation);

        public Tensor unsqueeze(long dim) => Operator.Call("unsqueeze", this, dim);

        public Tensor unsqueeze_(long dim) => Operator.InPlace("unsqueeze_", this, dim);

        public Tensor squeeze(long? dim = null) =>
            dim is { } only ? Operator.Call("squeeze.dim", this, only) : Operator.Call("squeeze", this);

        public Tensor expand(params long[] sizes) => Operator.Call("expand", this, sizes);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor broadcast_to(params long[] shape) => Operator.Call("broadcast_to", this, shape);

        public Tensor repeat(params long[] sizes) => Operator.Call("repeat", this, sizes);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Operator.Call("repeat_interleave.self_int", this, repeats, dim, output_size);

        public Tensor contiguous() => Operator.Call("contiguous", this);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Operator.Call("as_strided", this, size, strides, storageOffset);

        public Tensor alias() => Operator.Call("alias", this);

        /// <summary>Makes this tensor a view of another one's memory, shape and strides; its place in the graph stays.</summary>
        public Tensor set_(Tensor source) => Operator.InPlace("set_.source_Tensor", this, source);

        public Tensor[] split(long size, int dim = 0) => Operator.CallList("split.Tensor", this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Operator.CallList("split_with_sizes", this, sizes, dim);

        public Tensor[] chunk(long chunks, long dim = 0L) => Operator.CallList("chunk", this, chunks, dim);

        public Tensor[] unbind(long dimension = 0) => Operator.CallList("unbind.int", this, dimension);

        public Tensor flip(params long[] dims) => Operator.Call("flip", this, dims);

        public Tensor nonzero() => Operator.Call("nonzero", this);

        public Tensor diag(long diagonal = 0) => Operator.Call("diag", this, diagonal);
    }
}
