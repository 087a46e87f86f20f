using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetDeep.Scoring;

/// <summary>A function of one element, over a vector of them.</summary>
internal interface IActivationFunction
{
    static abstract Vector<float> Apply(Vector<float> x);
}

/// <summary>Applies a function to every element, padding included: rows are whole vectors, so all take the same path.</summary>
internal sealed class ActivationKernel<TFunction>(int width) : Kernel(width, width)
    where TFunction : IActivationFunction
{
    public override bool InPlace => true;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int length = rows * Pad(InputWidth);
        ref float x = ref MemoryMarshal.GetReference(input[..length]);
        ref float y = ref MemoryMarshal.GetReference(output[..length]);
        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector<float>.Count)
            TFunction.Apply(Vector.LoadUnsafe(ref x, i)).StoreUnsafe(ref y, i);
    }
}
