using System.Runtime.InteropServices;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>y = x W^T + b, or that with the product scaled.</summary>
internal sealed class LinearModule(LinearSpec spec, ModuleContext context) : LayerModule
{
    private const int MixedRows = 5; // RealMLP's he+5

    private readonly torch.Tensor _weight = context["weight"];
    private readonly torch.Tensor? _bias = spec.Bias ? context["bias"] : null;
    private readonly int _inputs = context.InputShape[^1];
    private readonly long[] _outputShape = [-1, .. context.InputShape.SkipLast(1).Select(size => (long)size), spec.OutFeatures];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        if (pass == Pass.Initialization && spec.IsDataDriven)
            SetFrom(input);
        return Apply(input, _bias);
    }

    private torch.Tensor Apply(torch.Tensor input, torch.Tensor? bias)
    {
        float scale = spec.Scale(_inputs);
        if (scale == 1)
            return torch.nn.functional.linear(input, _weight, bias);
        if (bias is null)
            return torch.nn.functional.linear(input * scale, _weight);
        bool isFlat = _outputShape.Length == 2;
        torch.Tensor product = bias.addmm(isFlat ? input : input.flatten(0, -2), _weight.t(), 1, scale);
        return isFlat ? product : product.view(_outputShape);
    }

    private void SetFrom(torch.Tensor input)
    {
        torch.Tensor product = Apply(input, null).contiguous();
        Span<float> outputs = MemoryMarshal.Cast<byte, float>(product.bytes); // [rows, outputs]
        if (spec.Initialization == WeightInitialization.UnitOutput)
            BringToUnit(outputs);
        if (spec.Bias && spec.BiasInitialization == BiasInitialization.AtData)
            BendAtData(outputs, context.Step.NextStart());
    }

    /// <summary>Divides each unit's weights, and its outputs here, by the outputs' deviation; a unit that never moves stays.</summary>
    private void BringToUnit(Span<float> outputs)
    {
        Span<float> weights = MemoryMarshal.Cast<byte, float>(_weight.bytes);
        int width = spec.OutFeatures;
        int rows = outputs.Length / width;
        for (int unit = 0; unit < width; unit++)
        {
            (double sum, double squares) = (0, 0);
            for (int at = unit; at < outputs.Length; at += width)
                sum += outputs[at];
            double mean = sum / rows;
            for (int at = unit; at < outputs.Length; at += width)
                squares += (outputs[at] - mean) * (outputs[at] - mean);
            double deviation = Math.Sqrt(squares / rows);
            if (!(deviation > 1e-30))
                continue;
            float factor = (float)(1 / deviation);
            foreach (ref float weight in weights.Slice(unit * _inputs, _inputs))
                weight *= factor;
            for (int at = unit; at < outputs.Length; at += width)
                outputs[at] *= factor;
        }
    }

    /// <summary>Each bias is minus a mix of the unit's outputs; the shares are uniform on the simplex.</summary>
    private void BendAtData(ReadOnlySpan<float> outputs, RandomNumbers random)
    {
        Span<float> biases = MemoryMarshal.Cast<byte, float>(_bias!.bytes);
        int rows = outputs.Length / biases.Length;
        for (int unit = 0; unit < biases.Length; unit++)
        {
            (double mix, double total) = (0, 0);
            for (int i = 0; i < MixedRows; i++)
            {
                double share = -Math.Log(1 - random.Uniform());
                mix += share * outputs[random.Below(rows) * biases.Length + unit];
                total += share;
            }

            biases[unit] = (float)(-mix / total);
        }
    }
}
