using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Operator.Call("sum", this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Operator.Call("sum.dim_IntList", this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);

        public Tensor mean() => Operator.Call("mean", this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Operator.Call("mean.dim", this, dimensions, keepdim, type);

        public Tensor var(bool unbiased = true) => Operator.Call("var", this, unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Cast(Operator.Call("var.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor std(bool unbiased = true) => Operator.Call("std", this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Cast(Operator.Call("std.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor max() => Operator.Call("max", this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Operator.Call2("max.dim", this, dim, keepdim);

        public Tensor max(Tensor other) => Operator.Call("max.other", this, other);

        public Tensor min() => Operator.Call("min", this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Operator.Call2("min.dim", this, dim, keepdim);

        public Tensor min(Tensor other) => Operator.Call("min.other", this, other);

        public Tensor argmax() => Operator.Call("argmax", this);

        public Tensor argmax(long dim, bool keepdim = false) => Operator.Call("argmax", this, dim, keepdim);

        public Tensor argmin() => Operator.Call("argmin", this);

        public Tensor argmin(long dim, bool keepdim = false) => Operator.Call("argmin", this, dim, keepdim);

        public Tensor all() => Operator.Call("all", this);

        public Tensor all(long dim, bool keepdim = false) => Operator.Call("all.dim", this, dim, keepdim);

        public Tensor any() => Operator.Call("any", this);

        public Tensor any(long dim, bool keepdim = false) => Operator.Call("any.dim", this, dim, keepdim);

        public Tensor prod(ScalarType? type = null) => Operator.Call("prod", this, type);

        public Tensor median() => Operator.Call("median", this);

        public Tensor norm(float p = 2) => Operator.Call("norm.Scalar", this, (Scalar)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Operator.Call("norm.ScalarOpt_dim", this, (Scalar)p, new long[] { dim }, keepdim);

        public Tensor logsumexp(long dim, bool keepdim = false) => Operator.Call("logsumexp", this, dim, keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) => Operator.Call("cumsum", this, dim, type);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Operator.Call("softmax.int", this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Operator.Call("log_softmax.int", this, dim, dtype);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Operator.Call2("topk", this, k, dim, largest, sorted);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Operator.Call2("sort.stable", this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => Operator.Call("argsort", this, dim, descending);

        public Tensor bincount(Tensor? weights, long minlength = 0) => Operator.Call("bincount", this, weights, minlength);

        private static Tensor Cast(Tensor result, ScalarType? type) =>
            type is { } target && target != result.dtype ? result.to(target, disposeAfter: true) : result;
    }
}
