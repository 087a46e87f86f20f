using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Another shape.</summary>
internal sealed class ReshapeModule(IReadOnlyList<int> shape) : LayerModule
{
    private readonly long[] _shape = [-1, .. shape.Select(size => (long)size)];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input.contiguous().view(_shape);
}

/// <summary>Another order of dimensions.</summary>
internal sealed class PermuteModule(IReadOnlyList<int> dimensions) : LayerModule
{
    private readonly long[] _order = [0, .. dimensions.Select(dimension => dimension + 1L)];

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => input.permute(_order);
}

/// <summary>A moving average over steps.</summary>
internal sealed class MovingAverageModule(MovingAverageSpec spec) : LayerModule
{
    private readonly int _half = spec.Window / 2;

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor x = input; // [rows, steps, features]
        if (_half > 0)
        {
            torch.Tensor first = x.narrow(1, 0, 1).expand(-1, _half, -1);
            torch.Tensor last = x.narrow(1, x.size(1) - 1, 1).expand(-1, _half, -1);
            x = torch.cat([first, x, last], 1);
        }

        x = torch.nn.functional.avg_pool2d(x.unsqueeze(1), [spec.Window, 1], [1, 1]).squeeze(1);
        return spec.Remainder ? input - x : x;
    }
}

/// <summary>Linear interpolation between steps: a product with a matrix of shares.</summary>
internal sealed class InterpolateModule : LayerModule
{
    private readonly torch.Tensor _shares; // [output steps, input steps]

    public InterpolateModule((int First, float[] Shares)[] weights, int steps)
    {
        float[] shares = new float[weights.Length * steps];
        for (int step = 0; step < weights.Length; step++)
            weights[step].Shares.CopyTo(shares, step * steps + weights[step].First);
        _shares = torch.tensor(shares).view(weights.Length, steps);
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass) => _shares.matmul(input);
}

/// <summary>Reversible normalisation of windows around inner layers; null hands the window on.</summary>
internal sealed class WindowNormModule(WindowNormSpec spec, ModuleContext context, LayerModule? inner) : LayerModule
{
    private readonly int _width = context.InputShape[0];
    private readonly int _past = spec.StepCount * spec.FeatureCount;
    private readonly torch.Tensor? _weight = spec.Affine ? context["affine_weight"] : null;
    private readonly torch.Tensor? _bias = spec.Affine ? context["affine_bias"] : null;

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor steps = input.narrow(1, 0, _past).view(-1, spec.StepCount, spec.FeatureCount);
        torch.Tensor targets = steps.narrow(2, 0, spec.TargetCount); // [rows, steps, targets]
        torch.Tensor? mean = spec.HasDeviation ? targets.mean([1], keepdim: true) : null;
        torch.Tensor shift = spec.Normalization == WindowNormKind.MeanAndDeviation ? mean! : targets.narrow(1, spec.StepCount - 1, 1);
        torch.Tensor? scale = mean is null ? null : ((targets - mean).square().mean([1], keepdim: true) + spec.Epsilon).sqrt();
        targets = targets - shift;
        if (scale is not null)
            targets = targets / scale;
        if (_weight is not null)
            targets = targets * _weight + _bias!;
        torch.Tensor row = Join(targets, steps, input);
        torch.Tensor output = (inner?.Forward(row, pass) ?? row).contiguous();
        long ahead = output.size(1) / (spec.TargetCount * spec.OutputsPerTarget);
        output = output.view(-1, ahead, spec.TargetCount, spec.OutputsPerTarget);
        if (_weight is not null)
            output = (output - _bias!.unsqueeze(1)) / (_weight + spec.Epsilon * spec.Epsilon).unsqueeze(1);
        if (scale is not null)
            output = output * scale.unsqueeze(3);
        return (output + shift.unsqueeze(3)).flatten(1);
    }

    private torch.Tensor Join(torch.Tensor targets, torch.Tensor steps, torch.Tensor input)
    {
        int others = spec.FeatureCount - spec.TargetCount;
        torch.Tensor past = others == 0 ? targets : torch.cat([targets, steps.narrow(2, spec.TargetCount, others)], 2);
        return _past == _width ? past.flatten(1) : torch.cat([past.flatten(1), input.narrow(1, _past, _width - _past)], 1);
    }
}

/// <summary>Blocks whose backcasts are subtracted and whose forecasts are added; null hands the row on.</summary>
internal sealed class DoublyResidualModule(IReadOnlyList<LayerModule?> blocks, int backcastCount) : LayerModule
{
    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor? forecast = null;
        for (int i = 0; i < blocks.Count; i++)
        {
            torch.Tensor output = blocks[i]?.Forward(input, pass) ?? input;
            torch.Tensor share = output.narrow(1, backcastCount, output.size(1) - backcastCount);
            forecast = forecast is null ? share : forecast + share;
            if (i < blocks.Count - 1)
                input = Subtract(input, output.narrow(1, 0, backcastCount));
        }

        return forecast!;
    }

    private torch.Tensor Subtract(torch.Tensor row, torch.Tensor backcast)
    {
        torch.Tensor rest = row.narrow(1, 0, backcastCount) - backcast;
        long others = row.size(1) - backcastCount;
        return others == 0 ? rest : torch.cat([rest, row.narrow(1, backcastCount, others)], 1);
    }
}
