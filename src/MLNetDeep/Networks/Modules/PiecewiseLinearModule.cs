using System.Runtime.InteropServices;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>The place of each number on its scale of bins, then a linear layer of its own for each feature.</summary>
internal sealed class PiecewiseLinearModule(PiecewiseLinearEmbeddingSpec spec, ModuleContext context) : LayerModule
{
    private readonly torch.Tensor _left = context["left"]; // [features, bins], as the next three
    private readonly torch.Tensor _slope = context["slope"];
    private readonly torch.Tensor _lower = context["lower"];
    private readonly torch.Tensor _upper = context["upper"];
    private readonly torch.Tensor? _weight = spec.EmbeddingSize is null ? null : context["weight"]; // [features, bins, embedding]
    private readonly torch.Tensor? _bias = spec.EmbeddingSize is null ? null : context["bias"]; // [features, embedding]
    private readonly torch.Tensor? _shortcut = spec is { EmbeddingSize: not null, Shortcut: true } ? context["shortcut"] : null;

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        if (pass == Pass.Initialization)
            SetBins(input);
        torch.Tensor x = input.unsqueeze(-1); // [rows, features, 1]
        torch.Tensor places = ((x - _left) * _slope).clamp(_lower, _upper); // [rows, features, bins]
        if (_weight is null)
            return places.flatten(1);
        torch.Tensor y = PeriodicEmbeddingModule.PerFeature(places, _weight); // [rows, features, embedding]
        if (_shortcut is null)
            y = y + _bias!;
        if (spec.Relu)
            y = y.relu();
        return (_shortcut is null ? y : y + _bias!.addcmul(x, _shortcut, 1)).flatten(1);
    }

    private void SetBins(torch.Tensor input)
    {
        torch.Tensor rows = input.contiguous();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(rows.bytes); // [rows, features]
        int features = context.InputShape[0];
        StartingSample sample = context.Step.Start!;
        float[] column = new float[values.Length / features];
        Span<float> left = Numbers(_left);
        Span<float> slope = Numbers(_slope);
        Span<float> lower = Numbers(_lower);
        Span<float> upper = Numbers(_upper);
        for (int feature = 0; feature < features; feature++)
        {
            for (int row = 0; row < column.Length; row++)
                column[row] = values[row * features + feature];
            float[] edges = spec.Bins == BinSource.Tree
                ? TreeBins.Edges(column, sample.Targets, sample.AreClasses, spec.BinCount)
                : QuantileBins.Edges(column, spec.BinCount);
            for (int bin = 0; bin < spec.BinCount; bin++)
            {
                int at = feature * spec.BinCount + bin;
                bool isUsed = bin + 1 < edges.Length;
                left[at] = isUsed ? edges[bin] : 0;
                slope[at] = isUsed ? 1 / (edges[bin + 1] - edges[bin]) : 0;
                // The first bin goes on below the scale, the last above it.
                lower[at] = isUsed && bin == 0 ? float.MinValue : 0;
                upper[at] = !isUsed ? 0 : bin + 2 == edges.Length ? float.MaxValue : 1;
            }
        }
    }

    private static Span<float> Numbers(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
