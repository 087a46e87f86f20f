using System.Numerics;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>The activations in managed code, each within 1e-6 of libtorch's.</summary>
internal static class ActivationKernels
{
    private static readonly Vector<float> One = Vector<float>.One;

    /// <summary>A kernel for a function.</summary>
    public static Kernel Create(Activation activation, double? parameter, int width) => Make(activation, parameter, new Plain(width));

    /// <summary>A kernel for x + (f(x) - x) a.</summary>
    public static Kernel CreateParametric(Activation activation, double? parameter, ReadOnlySpan<float> weight) =>
        Make(activation, parameter, new Parametric(weight.ToArray()));

    /// <summary>Whether a kernel is max(x, 0) and nothing else.</summary>
    public static bool IsRelu(Kernel kernel) => kernel is ActivationKernel<Relu>;

    private static Kernel Make(Activation activation, double? parameter, IMaker maker) => activation switch
    {
        Activation.Relu => maker.Make(default(Relu)),
        Activation.LeakyRelu => maker.Make(new LeakyRelu((float)(parameter ?? 0.01))),
        Activation.Elu => maker.Make(new Elu((float)(parameter ?? 1))),
        Activation.Selu => maker.Make(default(Selu)),
        Activation.Gelu => maker.Make(default(Gelu)),
        Activation.Silu => maker.Make(default(Silu)),
        Activation.Mish => maker.Make(default(Mish)),
        Activation.Tanh => maker.Make(default(Tanh)),
        Activation.Sigmoid => maker.Make(default(Sigmoid)),
        Activation.Softplus => maker.Make(default(Softplus)),
        Activation.Identity => maker.Make(default(Identity)),
        Activation.GeluTanh => maker.Make(default(GeluTanh)),
        Activation.HardSigmoid => maker.Make(default(HardSigmoid)),
        Activation.HardTanh => maker.Make(default(HardTanh)),
        Activation.HardSwish => maker.Make(default(HardSwish)),
        Activation.Softsign => maker.Make(default(Softsign)),
        Activation.Step => maker.Make(default(Step)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation has no managed kernel."),
    };

    /// <summary>1 / (1 + e^-x); e^-x overflows to infinity far below 0, whose reciprocal is the right 0.</summary>
    public static Vector<float> Logistic(Vector<float> x) => One / (One + VectorMath.Exp(-x));

    /// <summary>tanh x, from e^-2|x| so that nothing overflows.</summary>
    public static Vector<float> HyperbolicTangent(Vector<float> x)
    {
        Vector<float> e = VectorMath.Exp(new Vector<float>(-2f) * Vector.Abs(x));
        Vector<float> size = (One - e) / (One + e);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -size, size);
    }

    private static Vector<float> HardLogistic(Vector<float> x) => Vector.Min(
        Vector.Max(x * new Vector<float>(1f / 6f) + new Vector<float>(0.5f), Vector<float>.Zero), One);

    private static Vector<float> Exponential1(Vector<float> x) => VectorMath.Exp(Vector.Min(x, Vector<float>.Zero)) - One;

    private static Vector<float> Positive(Vector<float> x, Vector<float> above, Vector<float> otherwise) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), above, otherwise);

    private readonly struct Relu : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => Vector.Max(x, Vector<float>.Zero);
    }

    private readonly struct LeakyRelu(float slope) : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => Positive(x, x, x * new Vector<float>(slope));
    }

    private readonly struct Elu(float alpha) : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => Positive(x, x, new Vector<float>(alpha) * Exponential1(x));
    }

    private readonly struct Selu : IActivationFunction
    {
        private const float Scale = 1.0507009873554804934f; // arXiv:1706.02515, equation 14
        private const float Alpha = 1.6732632423543772848f;

        public Vector<float> Apply(Vector<float> x) =>
            new Vector<float>(Scale) * Positive(x, x, new Vector<float>(Alpha) * Exponential1(x));
    }

    private readonly struct Gelu : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x)
        {
            // Abramowitz and Stegun 7.1.26 for erf(|x| / sqrt 2): error below 1.5e-7.
            Vector<float> z = Vector.Abs(x) * new Vector<float>(0.70710678f);
            Vector<float> t = One / (One + new Vector<float>(0.3275911f) * z);
            var p = new Vector<float>(1.061405429f);
            p = p * t + new Vector<float>(-1.453152027f);
            p = p * t + new Vector<float>(1.421413741f);
            p = p * t + new Vector<float>(-0.284496736f);
            p = p * t + new Vector<float>(0.254829592f);
            Vector<float> erf = One - p * t * VectorMath.Exp(-z * z);
            return new Vector<float>(0.5f) * (x + Vector.Abs(x) * erf);
        }
    }

    private readonly struct Silu : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => x / (One + VectorMath.Exp(Vector.Min(-x, new Vector<float>(88f))));
    }

    private readonly struct Mish : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x)
        {
            // tanh(ln(1 + e^x)) = n / (n + 2) with n = e^x (e^x + 2); above 20 it is 1 in float32.
            Vector<float> e = VectorMath.Exp(Vector.Min(x, new Vector<float>(20f)));
            Vector<float> n = e * (e + new Vector<float>(2f));
            return x * (n / (n + new Vector<float>(2f)));
        }
    }

    private readonly struct Tanh : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => HyperbolicTangent(x);
    }

    private readonly struct Sigmoid : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => Logistic(x);
    }

    private readonly struct Softplus : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) =>
            Vector.Max(x, Vector<float>.Zero) + Vector.Log(One + VectorMath.Exp(-Vector.Abs(x)));
    }

    private readonly struct Identity : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => x;
    }

    private readonly struct GeluTanh : IActivationFunction
    {
        private const float Factor = 1.5957691f; // 2 sqrt(2 / pi)

        public Vector<float> Apply(Vector<float> x) =>
            x * Logistic((x * x * new Vector<float>(0.044715f * Factor) + new Vector<float>(Factor)) * x);
    }

    private readonly struct HardSigmoid : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => HardLogistic(x);
    }

    private readonly struct HardTanh : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => Vector.Min(Vector.Max(x, -One), One);
    }

    private readonly struct HardSwish : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => x * HardLogistic(x);
    }

    private readonly struct Softsign : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => x / (One + Vector.Abs(x));
    }

    private readonly struct Step : IActivationFunction
    {
        public Vector<float> Apply(Vector<float> x) => Positive(x, One, Vector<float>.Zero);
    }

    /// <summary>Makes a kernel for a function whose type is known only here, so that the loop around it is compiled for it.</summary>
    private interface IMaker
    {
        Kernel Make<TFunction>(TFunction function) where TFunction : struct, IActivationFunction;
    }

    private sealed class Plain(int width) : IMaker
    {
        public Kernel Make<TFunction>(TFunction function) where TFunction : struct, IActivationFunction =>
            new ActivationKernel<TFunction>(width, function);
    }

    private sealed class Parametric(float[] weight) : IMaker
    {
        public Kernel Make<TFunction>(TFunction function) where TFunction : struct, IActivationFunction =>
            new ParametricActivationKernel<TFunction>(weight, function);
    }
}
