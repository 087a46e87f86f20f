using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>The layers behind the input, run on each view of a row: the weighted mean of their outputs.</summary>
internal sealed class ViewsKernel : Kernel
{
    private readonly Kernel? _layers;
    private readonly (TestTimeView View, GridMove Move)[] _views;
    private readonly int _inputStride;
    private readonly int _outputStride;

    /// <param name="network">The network, with its views.</param>
    /// <param name="layers">The layers that see the views; null when they do nothing.</param>
    public ViewsKernel(NetworkSpec network, Kernel? layers)
        : base(network.ViewedShape[^1], network.OutputShape[^1])
    {
        _layers = layers;
        _inputStride = Stride(network.ViewedShape);
        _outputStride = Stride(network.OutputShape);
        var grid = Grid.Of(network.ViewedShape);
        _views = [.. network.Views.Select(view => (view, view.Move(grid)))];
    }

    public override int InputStride => _inputStride;

    public override int OutputStride => _outputStride;

    public override long MultiplyAdds => _views.Length * ((_layers?.MultiplyAdds ?? 0) + _inputStride);

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        using Scratch moved = Scratch.Take(rows * _inputStride);
        using Scratch scores = Scratch.Take(rows * _outputStride);
        Span<float> mean = output[..(rows * _outputStride)];
        mean.Clear();
        foreach ((TestTimeView view, GridMove move) in _views)
        {
            for (int start = 0; start < rows * _inputStride && !view.IsPlain; start += _inputStride)
                move.Run(input.Slice(start, _inputStride), moved.Values.Slice(start, _inputStride), Pad(InputWidth));
            ReadOnlySpan<float> viewed = view.IsPlain ? input[..(rows * _inputStride)] : moved.Values;
            if (_layers is null)
                viewed.CopyTo(scores.Values);
            else
                _layers.Run(viewed, scores.Values, rows);
            TensorPrimitives.MultiplyAdd(scores.Values, (float)view.Weight, mean, mean);
        }
    }
}
