namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        // Arithmetic.
        public Tensor add(Tensor target) => Operator.Call("add.Tensor", this, target);
        public Tensor add(Scalar scalar) => Operator.Call("add.Scalar", this, scalar);
        public Tensor add_(Tensor target) => Operator.InPlace("add_.Tensor", this, target, (Scalar)1);
        public Tensor add_(Tensor target, Scalar alpha) => Operator.InPlace("add_.Tensor", this, target, alpha);
        public Tensor add_(Scalar scalar) => Operator.InPlace("add_.Scalar", this, scalar);
        public Tensor sub(Tensor target) => Operator.Call("sub.Tensor", this, target);
        public Tensor sub(Scalar target) => Operator.Call("sub.Scalar", this, target);
        public Tensor sub_(Scalar target) => Operator.InPlace("sub_.Scalar", this, target);
        public Tensor mul(Tensor target) => Operator.Call("mul.Tensor", this, target);
        public Tensor mul(Scalar target) => Operator.Call("mul.Scalar", this, target);
        public Tensor mul_(Scalar target) => Operator.InPlace("mul_.Scalar", this, target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operator.Call("div.Tensor_mode", this, target, Name(rounding_mode));
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operator.Call("div.Scalar_mode", this, target, Name(rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operator.InPlace("div_.Scalar_mode", this, target, Name(rounding_mode));
        public Tensor remainder(Scalar scalar) => Operator.Call("remainder.Scalar", this, scalar);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Operator.Call("addcmul", this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Operator.InPlace("addcmul_", this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Operator.InPlace("addcdiv_", this, tensor1, tensor2, value);
        public Tensor lerp(Tensor end, Tensor weight) => Operator.Call("lerp.Tensor", this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => Operator.InPlace("lerp_.Tensor", this, end, weight);

        // Products of matrices and vectors.
        public Tensor matmul(Tensor target) => Operator.Call("matmul", this, target);
        public Tensor mm(Tensor target) => Operator.Call("mm", this, target);
        public Tensor bmm(Tensor batch2) => Operator.Call("bmm", this, batch2);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Operator.Call("addmm", this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        // Elementwise functions.
        public Tensor neg() => Operator.Call("neg", this);
        public Tensor reciprocal() => Operator.Call("reciprocal", this);
        public Tensor sqrt() => Operator.Call("sqrt", this);
        public Tensor square() => Operator.Call("square", this);
        public Tensor sign() => Operator.Call("sign", this);
        public Tensor cos() => Operator.Call("cos", this);
        public Tensor sin() => Operator.Call("sin", this);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Operator.Call("clamp.Tensor", this, min, max);
        public Tensor abs() => Operator.Call("abs", this);
        public Tensor exp() => Operator.Call("exp", this);
        public Tensor pow(Scalar exponent) => Operator.Call("pow.Tensor_Scalar", this, exponent);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Operator.InPlace("clamp_", this, min, max);
        public Tensor clamp_min(Scalar min) => Operator.Call("clamp_min", this, min);

        // Activations.
        public Tensor relu() => Operator.Call("relu", this);
        public Tensor relu_() => Operator.InPlace("relu_", this);
        public Tensor tanh() => Operator.Call("tanh", this);
        public Tensor sigmoid() => Operator.Call("sigmoid", this);
        public Tensor gelu() => Operator.Call("gelu", this);
        public Tensor silu() => Operator.Call("silu", this);
        public Tensor selu() => Operator.Call("selu", this);
        public Tensor softplus() => Operator.Call("softplus", this);
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Operator.Call("elu", this, alpha, scale, input_scale);
        public Tensor leaky_relu(Scalar negative_slope) => Operator.Call("leaky_relu", this, negative_slope);
        public Tensor hardsigmoid() => Operator.Call("hardsigmoid", this);
        public Tensor hardswish() => Operator.Call("hardswish", this);
        public Tensor hardtanh(Scalar min, Scalar max) => Operator.Call("hardtanh", this, min, max);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Operator.Call("softmax.int", this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Operator.Call("log_softmax.int", this, dim, dtype);

        // Comparisons.
        public Tensor eq(Tensor target) => Operator.Call("eq.Tensor", this, target);
        public Tensor eq(Scalar target) => Operator.Call("eq.Scalar", this, target);
        public Tensor ne(Tensor target) => Operator.Call("ne.Tensor", this, target);
        public Tensor ne(Scalar target) => Operator.Call("ne.Scalar", this, target);
        public Tensor lt(Scalar target) => Operator.Call("lt.Scalar", this, target);
        public Tensor le(Tensor target) => Operator.Call("le.Tensor", this, target);
        public Tensor le(Scalar target) => Operator.Call("le.Scalar", this, target);
        public Tensor gt(Scalar target) => Operator.Call("gt.Scalar", this, target);
        public Tensor ge(Tensor target) => Operator.Call("ge.Tensor", this, target);
        public Tensor ge(Scalar target) => Operator.Call("ge.Scalar", this, target);
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Operator.CallNumber("allclose", this, target, rtol, atol, equal_nan).Integer != 0;

        // Reductions.
        public Tensor sum(ScalarType? type = null) => Operator.Call("sum", this, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            Operator.Call("sum.dim_IntList", this, dim, keepdim, type);
        public Tensor mean() => Operator.Call("mean", this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Operator.Call("mean.dim", this, dimensions, keepdim, type);
        public Tensor cumsum(long dim, ScalarType? type = null) => Operator.Call("cumsum", this, dim, type);
        public Tensor norm(float p = 2) => Operator.Call("norm.Scalar", this, p);
        public Tensor min() => Operator.Call("min", this);
        public Tensor max() => Operator.Call("max", this);
        public Tensor amax(params long[] dims) => Operator.Call("amax", this, dims, false);
        public Tensor argmax(long dim, bool keepdim = false) => Operator.Call("argmax", this, dim, keepdim);

        // Random numbers.
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Operator.InPlace("bernoulli_.float", this, p, generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Operator.InPlace("uniform_", this, from, to, generator);
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Operator.InPlace("normal_", this, mean, std, generator);

        private static string? Name(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }
}
