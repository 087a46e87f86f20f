using System.Globalization;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Explanations;

/// <summary>
/// Maps of the layer in front of a global pool with nothing but linear layers behind it, in plain C#: what a channel's pooled number
/// counts for an output is the same for all rows, and so is known how it depends on each place. With the mean of the gradients these are
/// class activation maps (arXiv:1512.04150).
/// </summary>
internal sealed class LinearTailMap : ClassMap
{
    private readonly GlobalPool _pool;
    private readonly ForwardPlan _features;
    private readonly ForwardPlan _tail;
    private readonly float[] _slopes; // [outputs, channels]

    public LinearTailMap(DeepModel model, GradCamOptions options, NamedLayer layer) : base(model, options, layer)
    {
        int pool = int.Parse(layer.Name, CultureInfo.InvariantCulture) + 1;
        _pool = ((GlobalPoolSpec)model.Network.Layers[pool]).Pool;
        var (features, before) = NetworkParts.Until(model.Network, model.Tensors, layer.Name);
        _features = ForwardPlan.Compile(features, before);
        var (tail, behind) = NetworkParts.From(model.Network, model.Tensors, pool);
        _tail = ForwardPlan.Compile(tail, behind);
        var (linear, last) = NetworkParts.From(model.Network, model.Tensors, pool + 1);
        _slopes = Slopes(ForwardPlan.Compile(linear, last));
    }

    /// <summary>Whether the layer is followed by a global pool and then by linear layers alone.</summary>
    public static bool Fits(NetworkSpec network, NamedLayer layer) =>
        int.TryParse(layer.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int position)
        && position + 2 < network.Layers.Count && network.Layers[position + 1] is GlobalPoolSpec
        && network.Layers.Skip(position + 2).All(next => next is LinearSpec or ScaleSpec or DropoutSpec);

    protected override void Differentiate(ReadOnlySpan<float> row, Span<float> values, Span<float> gradients)
    {
        using Scratch outputs = Scratch.Take(_tail.OutputWidth);
        _features.Run(row, 1, values);
        _tail.Run(values, 1, outputs.Values);
        (int output, float sign) = Choose(outputs.Values);
        for (int c = 0; c < Grid.Channels; c++)
            Spread(sign * _slopes[output * Grid.Channels + c], values[c..], gradients[c..]);
    }

    /// <summary>Divides a channel's slope among its places: all alike, or those that hold the largest number.</summary>
    private void Spread(float slope, ReadOnlySpan<float> values, Span<float> gradients)
    {
        (float largest, int ties) = (float.NegativeInfinity, 0);
        for (int i = 0; i < values.Length; i += Grid.Channels)
        {
            ties = values[i] > largest ? 1 : values[i] == largest ? ties + 1 : ties;
            largest = Math.Max(largest, values[i]);
        }

        for (int i = 0; i < values.Length; i += Grid.Channels)
            gradients[i] = _pool == GlobalPool.Average ? slope / Grid.PixelCount : values[i] == largest ? slope / ties : 0;
    }

    /// <summary>What each input of linear layers counts for each output: what they make of a 1 there, less what they make of none.</summary>
    private static float[] Slopes(ForwardPlan linear)
    {
        (int inputs, int outputs) = (linear.InputWidth, linear.OutputWidth);
        float[] slopes = new float[outputs * inputs];
        float[] row = new float[inputs];
        float[] none = new float[outputs];
        float[] one = new float[outputs];
        linear.Run(row, 1, none);
        for (int i = 0; i < inputs; i++)
        {
            row[i] = 1;
            linear.Run(row, 1, one);
            row[i] = 0;
            for (int k = 0; k < outputs; k++)
                slopes[k * inputs + i] = one[k] - none[k];
        }

        return slopes;
    }
}
