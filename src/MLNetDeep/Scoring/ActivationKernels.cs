using System.Numerics;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>The activations in managed code, each within 1e-6 of libtorch's.</summary>
internal static class ActivationKernels
{
    private static readonly Vector<float> One = Vector<float>.One;

    public static Kernel Create(Activation activation, int width) => activation switch
    {
        Activation.Relu => new ActivationKernel<Relu>(width),
        Activation.LeakyRelu => new ActivationKernel<LeakyRelu>(width),
        Activation.Elu => new ActivationKernel<Elu>(width),
        Activation.Selu => new ActivationKernel<Selu>(width),
        Activation.Gelu => new ActivationKernel<Gelu>(width),
        Activation.Silu => new ActivationKernel<Silu>(width),
        Activation.Mish => new ActivationKernel<Mish>(width),
        Activation.Tanh => new ActivationKernel<Tanh>(width),
        Activation.Sigmoid => new ActivationKernel<Sigmoid>(width),
        Activation.Softplus => new ActivationKernel<Softplus>(width),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation has no managed kernel."),
    };

    /// <summary>1 / (1 + e^-x); e^-x overflows to infinity far below 0, whose reciprocal is the right 0.</summary>
    private static Vector<float> Logistic(Vector<float> x) => One / (One + Vector.Exp(-x));

    private static Vector<float> Exponential1(Vector<float> x) => Vector.Exp(Vector.Min(x, Vector<float>.Zero)) - One;

    private static Vector<float> Positive(Vector<float> x, Vector<float> above, Vector<float> otherwise) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), above, otherwise);

    private readonly struct Relu : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x) => Vector.Max(x, Vector<float>.Zero);
    }

    private readonly struct LeakyRelu : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x) => Positive(x, x, x * new Vector<float>(0.01f));
    }

    private readonly struct Elu : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x) => Positive(x, x, Exponential1(x));
    }

    private readonly struct Selu : IActivationFunction
    {
        private const float Scale = 1.0507009873554804934f; // arXiv:1706.02515, equation 14
        private const float Alpha = 1.6732632423543772848f;

        public static Vector<float> Apply(Vector<float> x) =>
            new Vector<float>(Scale) * Positive(x, x, new Vector<float>(Alpha) * Exponential1(x));
    }

    private readonly struct Gelu : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x)
        {
            // Abramowitz and Stegun 7.1.26 for erf(|x| / sqrt 2): error below 1.5e-7.
            Vector<float> z = Vector.Abs(x) * new Vector<float>(0.70710678f);
            Vector<float> t = One / (One + new Vector<float>(0.3275911f) * z);
            var p = new Vector<float>(1.061405429f);
            p = p * t + new Vector<float>(-1.453152027f);
            p = p * t + new Vector<float>(1.421413741f);
            p = p * t + new Vector<float>(-0.284496736f);
            p = p * t + new Vector<float>(0.254829592f);
            Vector<float> erf = One - p * t * Vector.Exp(-z * z);
            return new Vector<float>(0.5f) * (x + Vector.Abs(x) * erf);
        }
    }

    private readonly struct Silu : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x) => x / (One + Vector.Exp(Vector.Min(-x, new Vector<float>(88f))));
    }

    private readonly struct Mish : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x)
        {
            // tanh(ln(1 + e^x)) = n / (n + 2) with n = e^x (e^x + 2); above 20 it is 1 in float32.
            Vector<float> e = Vector.Exp(Vector.Min(x, new Vector<float>(20f)));
            Vector<float> n = e * (e + new Vector<float>(2f));
            return x * (n / (n + new Vector<float>(2f)));
        }
    }

    private readonly struct Tanh : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x)
        {
            Vector<float> e = Vector.Exp(new Vector<float>(-2f) * Vector.Abs(x));
            Vector<float> size = (One - e) / (One + e);
            return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -size, size);
        }
    }

    private readonly struct Sigmoid : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x) => Logistic(x);
    }

    private readonly struct Softplus : IActivationFunction
    {
        public static Vector<float> Apply(Vector<float> x) =>
            Vector.Max(x, Vector<float>.Zero) + Vector.Log(One + Vector.Exp(-Vector.Abs(x)));
    }
}
