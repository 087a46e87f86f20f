using TorchSharp;

namespace Portable.Tests.Torch;

/// <summary>Compares a tensor's elements with expected ones.</summary>
internal static class Close
{
    public static void To(float[] expected, torch.Tensor actual, double tolerance = 1e-6)
    {
        var values = actual.detach().to(torch.float32).contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var allowed = tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(
                Math.Abs(expected[i] - values[i]) <= allowed,
                $"Element {i} must be {expected[i]:R}, but was {values[i]:R}. All: [{string.Join(", ", values)}].");
        }
    }
}
