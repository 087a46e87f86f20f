using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetDeep.Scoring;

/// <summary>A function of one element, over a vector of them.</summary>
internal interface IActivationFunction
{
    Vector<float> Apply(Vector<float> x);
}

/// <summary>Applies a function to every element, padding included: rows are whole vectors, so all take the same path.</summary>
internal sealed class ActivationKernel<TFunction>(int width, TFunction function) : Kernel(width, width)
    where TFunction : struct, IActivationFunction
{
    private readonly TFunction _function = function;

    public override bool InPlace => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int length = rows * Pad(InputWidth);
        ref float x = ref MemoryMarshal.GetReference(input[..length]);
        ref float y = ref MemoryMarshal.GetReference(output[..length]);
        TFunction function = _function;
        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector<float>.Count)
            function.Apply(Vector.LoadUnsafe(ref x, i)).StoreUnsafe(ref y, i);
    }
}

/// <summary>x + (f(x) - x) a, with one a for each column.</summary>
internal sealed class ParametricActivationKernel<TFunction> : Kernel
    where TFunction : struct, IActivationFunction
{
    private readonly float[] _weight; // padded
    private readonly TFunction _function;

    public ParametricActivationKernel(ReadOnlySpan<float> weight, TFunction function)
        : base(weight.Length, weight.Length)
    {
        _weight = new float[Pad(weight.Length)];
        weight.CopyTo(_weight);
        _function = function;
    }

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = _weight.Length;
        ref float x = ref MemoryMarshal.GetReference(input[..(rows * stride)]);
        ref float y = ref MemoryMarshal.GetReference(output[..(rows * stride)]);
        ref float weight = ref MemoryMarshal.GetArrayDataReference(_weight);
        TFunction function = _function;
        nuint at = 0;
        for (int row = 0; row < rows; row++)
        {
            for (nuint i = 0; i < (nuint)stride; i += (nuint)Vector<float>.Count, at += (nuint)Vector<float>.Count)
            {
                var value = Vector.LoadUnsafe(ref x, at);
                (value + (function.Apply(value) - value) * Vector.LoadUnsafe(ref weight, i)).StoreUnsafe(ref y, at);
            }
        }
    }
}

/// <summary>x, or a x below 0, with one a for each column.</summary>
internal sealed class ParametricReluKernel : Kernel
{
    private readonly float[] _weight; // padded

    public ParametricReluKernel(ReadOnlySpan<float> weight)
        : base(weight.Length, weight.Length)
    {
        _weight = new float[Pad(weight.Length)];
        weight.CopyTo(_weight);
    }

    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        for (int start = 0; start < rows * _weight.Length; start += _weight.Length)
        {
            for (int i = 0; i < _weight.Length; i += Vector<float>.Count)
            {
                var x = new Vector<float>(input[(start + i)..]);
                Vector<float> below = Vector.Min(x, Vector<float>.Zero) * new Vector<float>(_weight, i);
                (Vector.Max(x, Vector<float>.Zero) + below).CopyTo(output[(start + i)..]);
            }
        }
    }
}

/// <summary>The largest of each group of neighbours.</summary>
internal sealed class MaxoutKernel(int width, int pieces) : Kernel(width, width / pieces)
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        (int from, int to) = (InputStride, OutputStride);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * from, InputWidth);
            Span<float> y = output.Slice(row * to, OutputWidth);
            for (int unit = 0, at = 0; unit < y.Length; unit++)
            {
                float largest = x[at++];
                for (int piece = 1; piece < pieces; piece++)
                    largest = Math.Max(largest, x[at++]);
                y[unit] = largest;
            }
        }
    }
}
