using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Operator.Call("abs", this);

        public Tensor abs_() => Operator.InPlace("abs_", this);

        public Tensor ceil() => Operator.Call("ceil", this);

        public Tensor ceil_() => Operator.InPlace("ceil_", this);

        public Tensor exp() => Operator.Call("exp", this);

        public Tensor exp_() => Operator.InPlace("exp_", this);

        public Tensor expm1() => Operator.Call("expm1", this);

        public Tensor expm1_() => Operator.InPlace("expm1_", this);

        public Tensor floor() => Operator.Call("floor", this);

        public Tensor floor_() => Operator.InPlace("floor_", this);

        public Tensor log() => Operator.Call("log", this);

        public Tensor log_() => Operator.InPlace("log_", this);

        public Tensor log10() => Operator.Call("log10", this);

        public Tensor log10_() => Operator.InPlace("log10_", this);

        public Tensor log1p() => Operator.Call("log1p", this);

        public Tensor log1p_() => Operator.InPlace("log1p_", this);

        public Tensor log2() => Operator.Call("log2", this);

        public Tensor log2_() => Operator.InPlace("log2_", this);

        public Tensor neg() => Operator.Call("neg", this);

        public Tensor neg_() => Operator.InPlace("neg_", this);

        public Tensor reciprocal() => Operator.Call("reciprocal", this);

        public Tensor reciprocal_() => Operator.InPlace("reciprocal_", this);

        public Tensor rsqrt() => Operator.Call("rsqrt", this);

        public Tensor rsqrt_() => Operator.InPlace("rsqrt_", this);

        public Tensor sigmoid() => Operator.Call("sigmoid", this);

        public Tensor sigmoid_() => Operator.InPlace("sigmoid_", this);

        public Tensor sign() => Operator.Call("sign", this);

        public Tensor sign_() => Operator.InPlace("sign_", this);

        public Tensor sqrt() => Operator.Call("sqrt", this);

        public Tensor sqrt_() => Operator.InPlace("sqrt_", this);

        public Tensor square() => Operator.Call("square", this);

        public Tensor tanh() => Operator.Call("tanh", this);

        public Tensor tanh_() => Operator.InPlace("tanh_", this);

        public Tensor trunc() => Operator.Call("trunc", this);

        public Tensor trunc_() => Operator.InPlace("trunc_", this);

        public Tensor cos() => Operator.Call("cos", this);

        public Tensor cos_() => Operator.InPlace("cos_", this);

        public Tensor sin() => Operator.Call("sin", this);

        public Tensor sin_() => Operator.InPlace("sin_", this);

        public Tensor erf() => Operator.Call("erf", this);

        public Tensor erf_() => Operator.InPlace("erf_", this);

        public Tensor round(long decimals = 0L) => Operator.Call("round.decimals", this, decimals);

        public Tensor round_(long decimals = 0L) => Operator.InPlace("round_.decimals", this, decimals);

        public Tensor isnan() => Operator.Call("isnan", this);

        public Tensor isinf() => Operator.Call("isinf", this);

        public Tensor isfinite() => Operator.Call("isfinite", this);

        public Tensor logical_not() => Operator.Call("logical_not", this);

        public Tensor pow(Tensor exponent) => Operator.Call("pow.Tensor_Tensor", this, exponent);

        public Tensor pow(Scalar exponent) => Operator.Call("pow.Tensor_Scalar", this, exponent);

        public Tensor pow_(Tensor exponent) => Operator.InPlace("pow_.Tensor", this, exponent);

        public Tensor pow_(Scalar exponent) => Operator.InPlace("pow_.Scalar", this, exponent);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Operator.Call("clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Operator.Call("clamp.Tensor", this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Operator.InPlace("clamp_", this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Operator.InPlace("clamp_.Tensor", this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_min(Scalar min) => Operator.Call("clamp_min", this, min);

        public Tensor clamp_min_(Scalar min) => Operator.InPlace("clamp_min_", this, min);

        public Tensor clamp_max(Scalar max) => Operator.Call("clamp_max", this, max);

        public Tensor clamp_max_(Scalar max) => Operator.InPlace("clamp_max_", this, max);

        public Tensor maximum(Tensor other) => Operator.Call("maximum", this, other);

        public Tensor minimum(Tensor other) => Operator.Call("minimum", this, other);

        public Tensor where(Tensor condition, Tensor y) => Operator.Call("where.self", condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value) => Operator.Call("masked_fill.Scalar", this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Operator.InPlace("masked_fill_.Scalar", this, mask, value);

        public Tensor masked_select(Tensor mask) => Operator.Call("masked_select", this, mask);
    }
}
