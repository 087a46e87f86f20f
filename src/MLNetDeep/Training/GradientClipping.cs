using System.Numerics.Tensors;

namespace MLNetDeep.Training;

/// <summary>Keeps one bad batch from throwing the weights away: cuts a gradient's numbers, then its length, as PyTorch does.</summary>
/// <param name="norm">Longest gradient allowed; 0 for no limit.</param>
/// <param name="value">Largest size of a number allowed; 0 for no limit.</param>
internal sealed class GradientClipping(double norm, double value)
{
    /// <summary>Cuts the numbers in place and says what is left to scale.</summary>
    /// <param name="gradients">The whole gradient.</param>
    /// <returns>The length before any cut, not finite when the gradient is not, and the scale that the next step has to apply.</returns>
    public GradientLength Apply(Span<float> gradients)
    {
        double before = Length(gradients);
        double after = before;
        if (value > 0 && double.IsFinite(before))
        {
            TensorPrimitives.Clamp(gradients, -(float)value, (float)value, gradients);
            after = Length(gradients);
        }

        // PyTorch's guard against a length of 0; a gradient at the limit loses a millionth by it.
        return new GradientLength(before, norm > 0 ? Math.Min(1, norm / (after + 1e-6)) : 1);
    }

    private static double Length(ReadOnlySpan<float> gradients) => Math.Sqrt(TensorPrimitives.SumOfSquares(gradients));
}

/// <summary>How long a gradient is, and how much of it may be used.</summary>
/// <param name="Norm">Euclidean length before clipping.</param>
/// <param name="Scale">What its numbers, cut already, still have to be multiplied by.</param>
internal readonly record struct GradientLength(double Norm, double Scale);
