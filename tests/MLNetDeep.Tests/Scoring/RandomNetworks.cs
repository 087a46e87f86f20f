using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Scoring;

/// <summary>Networks with arbitrary but reasonable numbers in all their tensors.</summary>
internal static class RandomNetworks
{
    public static float[] Tensors(NetworkSpec network, int seed)
    {
        var random = new Random(seed);
        float[] tensors = new float[network.ElementCount];
        foreach (TensorSpec tensor in network.Tensors)
        {
            bool positive = tensor.Name.EndsWith("running_var", StringComparison.Ordinal)
                || tensor.Name.EndsWith("scale", StringComparison.Ordinal);
            for (int i = 0; i < tensor.ElementCount; i++)
            {
                double value = positive ? 0.2 + random.NextDouble() : random.NextDouble() * 2 - 1;
                bool isProduct = tensor.Shape.Count is 2 or 4; // of a linear layer or a convolution
                tensors[tensor.Offset + i] = (float)(isProduct ? value / Math.Sqrt(tensor.ElementCount / tensor.Shape[0]) : value);
            }
        }

        return tensors;
    }

    public static float[] Rows(int rows, int width, int seed, double spread = 3)
    {
        var random = new Random(seed);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((random.NextDouble() * 2 - 1) * spread);
        return values;
    }
}
