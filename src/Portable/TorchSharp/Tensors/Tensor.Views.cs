namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => select(0, i1).copy_(value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => select(0, i1).select(0, i2);
            set => select(0, i1).select(0, i2).copy_(value);
        }

        // Shapes and views.
        public Tensor masked_fill(Tensor mask, Scalar value) => Operator.Call("masked_fill.Scalar", this, mask, value);
        public Tensor reshape(params long[] shape) => Operator.Call("reshape", this, shape);
        public Tensor view(params long[] shape) => Operator.Call("view", this, shape);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Operator.Call("flatten.using_ints", this, start_dim, end_dim);
        public Tensor squeeze(long? dim = null) =>
            dim is { } only ? Operator.Call("squeeze.dim", this, only) : Operator.Call("squeeze", this);
        public Tensor unsqueeze(long dim) => Operator.Call("unsqueeze", this, dim);
        public Tensor t() => Operator.Call("t", this);
        public Tensor transpose(long dim0, long dim1) => Operator.Call("transpose.int", this, dim0, dim1);
        public Tensor permute(params long[] permutation) => Operator.Call("permute", this, permutation);
        public Tensor narrow(long dim, long start, long length) => Operator.Call("narrow", this, dim, start, length);
        public Tensor select(long dim, long index) => Operator.Call("select.int", this, dim, index);
        public Tensor expand(params long[] sizes) => Operator.Call("expand", this, sizes, false);
        public Tensor alias() => Operator.Call("alias", this);

        // Selections, which are copies.
        public Tensor index_select(long dim, Tensor index) => Operator.Call("index_select", this, dim, index);

        // Copies and conversions.
        public Tensor clone() => Operator.Call("clone", this);
        public Tensor contiguous() => Operator.Call("contiguous", this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Operator.InPlace("copy_", this, source, nonBlocking);
        public Tensor fill_(Scalar value) => Operator.InPlace("fill_.Scalar", this, value);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var result = Operator.Call("to.dtype", this, type, non_blocking, copy);
            if (disposeAfter)
                Dispose();
            return result;
        }

        public Tensor zero_() => Operator.Call("zero_", this);
        public Tensor set_(Tensor source) => Operator.InPlace("set_.source_Tensor", this, source);
    }
}
