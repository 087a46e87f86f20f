using System.Numerics.Tensors;

namespace MLNetDeep.Training;

/// <summary>How the numbers of one tensor of a network lie.</summary>
/// <param name="Name">Its name in the description, such as <c>3.weight</c>.</param>
/// <param name="Count">How many numbers it holds.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Norm">Their Euclidean length.</param>
/// <param name="LargestMagnitude">The largest of their magnitudes.</param>
/// <param name="GradientNorm">Euclidean length of the last step's gradient, before clipping; NaN for a buffer.</param>
/// <param name="LargestGradient">The largest magnitude in it; NaN for a buffer.</param>
public sealed record TensorStatistics(
    string Name, int Count, double Mean, double Deviation, double Norm, double LargestMagnitude, double GradientNorm, double LargestGradient)
{
    internal static TensorStatistics Measure(string name, ReadOnlySpan<float> values, ReadOnlySpan<float> gradients)
    {
        double sum = 0, squares = 0;
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        double mean = sum / values.Length;
        return new TensorStatistics(
            name, values.Length, mean, Math.Sqrt(Math.Max(0, squares / values.Length - mean * mean)), Math.Sqrt(squares),
            Math.Abs(TensorPrimitives.MaxMagnitude(values)),
            gradients.IsEmpty ? double.NaN : TensorPrimitives.Norm(gradients),
            gradients.IsEmpty ? double.NaN : Math.Abs(TensorPrimitives.MaxMagnitude(gradients)));
    }
}
