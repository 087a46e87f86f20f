using System.Numerics;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Training.Managed;

/// <summary>The derivative of an activation, over a vector of elements; where a function has none, what libtorch takes.</summary>
internal interface ISlope
{
    /// <param name="x">The arguments.</param>
    /// <param name="y">The function's values there.</param>
    Vector<float> At(Vector<float> x, Vector<float> y);
}

/// <summary>The derivatives of all activations.</summary>
internal static class ActivationSlopes
{
    private static readonly Vector<float> One = Vector<float>.One;

    /// <summary>Makes something for a function's derivative, whose type is known only here, so that the loop is compiled for it.</summary>
    public static T Create<T>(Activation activation, double? parameter, IMaker<T> maker) => activation switch
    {
        Activation.Relu => maker.Make(default(Relu)),
        Activation.LeakyRelu => maker.Make(new LeakyRelu((float)(parameter ?? 0.01))),
        Activation.Elu => maker.Make(new Elu(1, (float)(parameter ?? 1))),
        Activation.Selu => maker.Make(new Elu(1.0507009873554804934f, 1.0507009873554804934f * 1.6732632423543772848f)),
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
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation has no derivative here."),
    };

    /// <summary>Makes something of a derivative.</summary>
    public interface IMaker<T>
    {
        T Make<TSlope>(TSlope slope) where TSlope : struct, ISlope;
    }

    /// <summary>What x is multiplied by in y = x g(x), where g(0) is known: cheaper than g.</summary>
    private static Vector<float> Gate(Vector<float> x, Vector<float> y, float atZero) =>
        Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), new Vector<float>(atZero), y / x);

    private static Vector<float> Positive(Vector<float> x, Vector<float> above, Vector<float> otherwise) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), above, otherwise);

    private static Vector<float> Within(Vector<float> x, float limit, Vector<float> slope) => Vector.ConditionalSelect(
        Vector.LessThan(Vector.Abs(x), new Vector<float>(limit)), slope, Vector<float>.Zero);

    private readonly struct Relu : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => Positive(x, One, Vector<float>.Zero);
    }

    private readonly struct LeakyRelu(float slope) : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => Positive(x, One, new Vector<float>(slope));
    }

    /// <summary>Below 0 y = alpha (e^x - 1), so that alpha e^x = y + alpha.</summary>
    private readonly struct Elu(float above, float alpha) : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) =>
            Positive(x, new Vector<float>(above), y + new Vector<float>(alpha));
    }

    private readonly struct Gelu : ISlope
    {
        private const float Density = 0.3989422804f; // 1 / sqrt(2 pi)

        public Vector<float> At(Vector<float> x, Vector<float> y) =>
            Gate(x, y, 0.5f) + x * VectorMath.Exp(x * x * new Vector<float>(-0.5f)) * new Vector<float>(Density);
    }

    private readonly struct Silu : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y)
        {
            Vector<float> s = Gate(x, y, 0.5f);
            return s + y * (One - s);
        }
    }

    private readonly struct Mish : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y)
        {
            Vector<float> t = Gate(x, y, 0.6f); // tanh(ln 2)
            return t + x * (One - t * t) * ActivationKernels.Logistic(x);
        }
    }

    private readonly struct Tanh : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => One - y * y;
    }

    private readonly struct Sigmoid : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => y * (One - y);
    }

    private readonly struct Softplus : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => ActivationKernels.Logistic(x);
    }

    private readonly struct Identity : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => One;
    }

    /// <summary>y = x s(u) with u = (0.044715 x^2 + 1) f x.</summary>
    private readonly struct GeluTanh : ISlope
    {
        private const float Factor = 1.5957691f; // 2 sqrt(2 / pi)

        public Vector<float> At(Vector<float> x, Vector<float> y)
        {
            Vector<float> s = Gate(x, y, 0.5f);
            Vector<float> inner = x * x * new Vector<float>(3 * 0.044715f * Factor) + new Vector<float>(Factor);
            return s + y * (One - s) * inner;
        }
    }

    private readonly struct HardSigmoid : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => Within(x, 3, new Vector<float>(1f / 6f));
    }

    private readonly struct HardTanh : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => Within(x, 1, One);
    }

    private readonly struct HardSwish : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y)
        {
            Vector<float> above = Vector.ConditionalSelect(Vector.GreaterThan(x, new Vector<float>(3f)), One, Vector<float>.Zero);
            Vector<float> between = x * new Vector<float>(1f / 3f) + new Vector<float>(0.5f);
            return Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(x), new Vector<float>(3f)), between, above);
        }
    }

    private readonly struct Softsign : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y)
        {
            Vector<float> t = One + Vector.Abs(x);
            return One / (t * t);
        }
    }

    private readonly struct Step : ISlope
    {
        public Vector<float> At(Vector<float> x, Vector<float> y) => Vector<float>.Zero;
    }
}
