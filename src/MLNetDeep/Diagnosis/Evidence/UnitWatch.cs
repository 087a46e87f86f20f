using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Diagnosis;

/// <summary>Follows the outputs of one activation layer's units.</summary>
internal sealed class UnitWatch(LayerSpec layer)
{
    /// <summary>
    /// How near to its limit a bounded function is saturated, as a share of its range: its slope is then below 4% of the
    /// largest.
    /// </summary>
    private const double SaturationMargin = 0.01;

    private readonly (float Low, float High)? _limits = (layer as ActivationSpec)?.Function switch
    {
        Activation.Tanh or Activation.HardTanh or Activation.Softsign => (-1, 1),
        Activation.Sigmoid or Activation.HardSigmoid => (0, 1),
        _ => null,
    };

    private float[] _minimum = [];
    private float[] _maximum = [];
    private int[] _saturated = [];
    private int _rows;

    /// <summary>Whether a layer's units can be dead or saturated.</summary>
    public static bool IsWatched(LayerSpec layer) =>
        layer is ActivationSpec or ParametricActivationSpec or ParametricReluSpec or MaxoutSpec;

    /// <param name="outputs">Shape [rows, units].</param>
    /// <param name="rows">Number of rows.</param>
    public void Add(ReadOnlySpan<float> outputs, int rows)
    {
        int width = outputs.Length / rows;
        if (_rows == 0)
        {
            _minimum = [.. Enumerable.Repeat(float.PositiveInfinity, width)];
            _maximum = [.. Enumerable.Repeat(float.NegativeInfinity, width)];
            _saturated = new int[width];
        }
        _rows += rows;
        for (var row = 0; row < rows; row++)
        {
            var values = outputs.Slice(row * width, width);
            TensorPrimitives.Min(_minimum, values, _minimum);
            TensorPrimitives.Max(_maximum, values, _maximum);
            if (_limits is { } limits)
                CountSaturated(values, limits.Low, limits.High);
        }
    }

    public UnitOutputs Result() => new(_rows, _minimum, _maximum, _limits is null ? null : _saturated);

    private void CountSaturated(ReadOnlySpan<float> values, float low, float high)
    {
        var margin = (float)(SaturationMargin * (high - low));
        for (var unit = 0; unit < values.Length; unit++)
            _saturated[unit] += values[unit] < low + margin || values[unit] > high - margin ? 1 : 0;
    }
}
