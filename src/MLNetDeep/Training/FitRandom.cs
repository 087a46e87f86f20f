using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>All chance of one fit, from a generator that it owns: first weights, order of the rows, dropout masks.</summary>
internal sealed class FitRandom : IDisposable
{
    private readonly torch.Generator _generator;

    public FitRandom(int seed)
    {
        _generator = new torch.Generator(unchecked((ulong)seed));
        Masks = new MaskGenerator(Words(MaskGenerator.StateLength));
    }

    /// <summary>Where dropout takes its masks from.</summary>
    public MaskGenerator Masks { get; }

    /// <summary>A random order of the numbers below <paramref name="count"/>, int64, shape [count]; the caller's scope owns it.</summary>
    public torch.Tensor Permutation(int count) => torch.randperm(count, torch.int64, generator: _generator);

    /// <summary>First values of all tensors, in the description's order.</summary>
    public float[] InitialTensors(NetworkSpec network)
    {
        float[] result = new float[network.ElementCount];
        foreach (TensorSpec tensor in network.Tensors)
        {
            Span<float> values = result.AsSpan(tensor.Offset, tensor.ElementCount);
            (double mean, double deviation) = tensor.Source.Start;
            if (deviation > 0)
                Normal(values, mean, deviation);
            else
                values.Fill((float)mean);
        }

        return result;
    }

    public void Dispose() => _generator.Dispose();

    /// <summary>Normal numbers by Box and Muller from the generator's uniform ones.</summary>
    private void Normal(Span<float> values, double mean, double deviation)
    {
        float[] uniform = Uniform((values.Length + 1) / 2 * 2);
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = deviation * Math.Sqrt(-2 * Math.Log(1 - uniform[i])); // uniform numbers are below 1
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * uniform[i + 1]);
            values[i] = (float)(mean + radius * cosine);
            if (i + 1 < values.Length)
                values[i + 1] = (float)(mean + radius * sine);
        }
    }

    /// <summary>Random words: the 24 random bits of a float are the upper bits, and a second draw gives the lower ones.</summary>
    private uint[] Words(int count)
    {
        float[] uniform = Uniform(2 * count);
        uint[] words = new uint[count];
        for (int i = 0; i < count; i++)
            words[i] = ((uint)(uniform[2 * i] * 16777216f) << 8) ^ (uint)(uniform[2 * i + 1] * 16777216f);
        return words;
    }

    private float[] Uniform(int count)
    {
        float[] values = new float[count];
        using torch.Tensor draws = torch.rand(count, generator: _generator);
        MemoryMarshal.Cast<byte, float>(draws.bytes).CopyTo(values);
        return values;
    }
}
