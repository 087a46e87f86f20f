using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor relu() => Operator.Call("relu", this);

        public Tensor relu_() => Operator.InPlace("relu_", this);

        public Tensor silu() => Operator.Call("silu", this);

        public Tensor silu_() => Operator.InPlace("silu_", this);

        public Tensor selu() => Operator.Call("selu", this);

        public Tensor selu_() => Operator.InPlace("selu_", this);

        public Tensor hardsigmoid() => Operator.Call("hardsigmoid", this);

        public Tensor hardsigmoid_() => Operator.InPlace("hardsigmoid_", this);

        public Tensor hardswish() => Operator.Call("hardswish", this);

        public Tensor hardswish_() => Operator.InPlace("hardswish_", this);

        public Tensor celu() => Operator.Call("celu", this);

        public Tensor celu_() => Operator.InPlace("celu_", this);

        public Tensor gelu() => Operator.Call("gelu", this);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Operator.Call("elu", this, alpha, scale, input_scale);

        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) =>
            Operator.InPlace("elu_", this, alpha, scale, input_scale);

        public Tensor leaky_relu(Scalar negative_slope) => Operator.Call("leaky_relu", this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => Operator.InPlace("leaky_relu_", this, negative_slope);

        public Tensor softplus() => Operator.Call("softplus", this);

        public Tensor log_sigmoid() => Operator.Call("log_sigmoid", this);
    }
}
