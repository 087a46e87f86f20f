using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operator.Call("empty_like", this, dtype, Argument.None, device).Track(requires_grad);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operator.Call("zeros_like", this, dtype, Argument.None, device).Track(requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operator.Call("ones_like", this, dtype, Argument.None, device).Track(requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operator.Call("rand_like", this, dtype, Argument.None, device).Track(requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operator.Call("randn_like", this, dtype, Argument.None, device).Track(requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Operator.Call("full_like", this, value, dtype, Argument.None, device).Track(requires_grad);

        internal Tensor Track(bool requiresGrad) => requiresGrad ? requires_grad_() : this;
    }
}
