using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Dropout whose masks come from the fit's own generator instead of the process-wide one.</summary>
internal sealed class DropoutModule : LayerModule
{
    private readonly double _probability;
    private readonly int _width;
    private readonly StepState _step;
    private readonly float[] _values;
    private readonly torch.Tensor _mask; // [batch rows, ...mask shape], over _values

    /// <param name="probability">Chance of an element of the mask to be 0.</param>
    /// <param name="maskShape">Shape of a row's mask: the input's, or 1 along the dimensions that share their fate.</param>
    /// <param name="context">What the module is made from.</param>
    public DropoutModule(double probability, IReadOnlyList<int> maskShape, ModuleContext context)
    {
        _probability = probability;
        _step = context.Step;
        _width = maskShape.Aggregate(1, (product, size) => product * size);
        int length = context.BatchRows * _width;
        _values = GC.AllocateUninitializedArray<float>(RoundUp(length), pinned: true);
        using torch.Tensor all = torch.from_array(_values);
        using torch.Tensor used = all.narrow(0, 0, length);
        _mask = used.view([context.BatchRows, .. maskShape.Select(size => (long)size)]);
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        double probability = _probability * _step.DropoutFactor;
        if (pass != Pass.Training || probability == 0)
            return input;

        // Backward still reads the last step's mask when the next batch is drawn, but not after its scope has ended.
        int rows = (int)input.size(0);
        _step.Masks.Fill(_values.AsSpan(0, RoundUp(rows * _width)), 1 - probability);
        return input * _mask.narrow(0, 0, rows);
    }

    private static int RoundUp(int length) => (length + 7) / 8 * 8;
}
