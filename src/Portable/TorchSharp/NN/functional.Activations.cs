using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The operations of modules, without the modules.</summary>
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_() : x.tanh();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor gelu(Tensor x) => x.gelu();

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_() : x.silu();

            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? x.selu_() : x.selu();

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Operator.InPlace("elu_", x, alpha) : Operator.Call("elu", x, alpha);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Operator.InPlace("leaky_relu_", input, negative_slope) : Operator.Call("leaky_relu", input, negative_slope);

            public static Tensor softplus(
                Tensor x, double beta = 1, double threshold = 20) => Operator.Call("softplus", x, beta, threshold);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor Mish(Tensor x) => Operator.Call("mish", x);

            /// <summary>Drops with the process-wide generator; a mask drawn with bernoulli_ takes one's own.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Operator.InPlace("dropout_", input, p, training) : Operator.Call("dropout", input, p, training);
        }
    }
}
