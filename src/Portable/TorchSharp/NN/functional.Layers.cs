using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input·weightsᵀ + bias; the weights have the shape [outputs, inputs].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Operator.Call("linear", input, weights, bias);

            /// <summary>Normalises each feature; while training it also updates the running statistics in place.</summary>
            public static Tensor batch_norm(
                Tensor input,
                Tensor running_mean,
                Tensor running_var,
                Tensor? weight = null,
                Tensor? bias = null,
                bool training = false,
                double momentum = 0.1,
                double eps = 1E-05) =>
                Operator.Call("batch_norm", input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Operator.Call("layer_norm", input, normalized_shape, weight, bias, eps);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Operator.Call("one_hot", x, num_classes);
        }
    }
}
