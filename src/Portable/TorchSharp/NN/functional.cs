namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of a loss's values; the numbers are libtorch's.</summary>
        public enum Reduction
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        /// <summary>The operations of modules, without the modules.</summary>
        public static class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Operator.Call("linear", input, weights, bias);

            /// <summary>Normalises each feature; while training it also updates the running statistics in place.</summary>
            public static Tensor batch_norm(
                Tensor input, Tensor running_mean, Tensor running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1E-05) =>
                Operator.Call("batch_norm", input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Operator.Call("one_hot", x, num_classes);
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? Operator.InPlace("tanh_", x) : x.tanh();
            public static Tensor sigmoid(Tensor x) => x.sigmoid();
            public static Tensor gelu(Tensor x) => x.gelu();
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Operator.InPlace("silu_", x) : x.silu();
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? Operator.InPlace("selu_", x) : x.selu();

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Operator.InPlace("elu_", x, alpha) : Operator.Call("elu", x, alpha);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Operator.InPlace("leaky_relu_", input, negative_slope) : Operator.Call("leaky_relu", input, negative_slope);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                Operator.Call("softplus", x, beta, threshold);

            public static Tensor Mish(Tensor x) => Operator.Call("mish", x);
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>Of logits [rows, classes] and either class indices [rows] or probabilities [rows, classes].</summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                Operator.Call("cross_entropy_loss", input, target, weight, (long)reduction, ignore_index, label_smoothing);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Operator.Call("nll_loss", input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Operator.Call("binary_cross_entropy", input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Operator.Call("binary_cross_entropy_with_logits", input, target, weight, pos_weights, (long)reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Operator.Call("mse_loss", input, target, (long)reduction);

            /// <summary>The mean absolute error. (TorchSharp 0.102.7 computes the squared error here; 0.102.8 does not.)</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Operator.Call("l1_loss", input, target, (long)reduction);

            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
                Operator.Call("huber_loss", input, target, (long)reduction, delta);

            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Operator.Call("smooth_l1_loss", input, target, (long)reduction, beta);
        }
    }
}
