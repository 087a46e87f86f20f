using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What a convolutional network is trained with, and of what it is made.</summary>
internal static class CnnRecipe
{
    public static Recipe Choose(CnnOptions options, DataSummary data)
    {
        InputShape shape = CnnInput.Resolve(options.InputShape, data);
        options.CheckAugmentation(shape);
        var first = new ChannelNormalizationSpec(shape);
        var grid = Grid.Of(shape.RowShape);
        CnnPlan plan = options.Layers is { } layers
            ? new CnnPlan(layers, CnnNetworks.Output(WeightInitialization.Glorot), CnnFits.General)
            : CnnNetworks.Plan(options, grid, data);
        IReadOnlyList<TestTimeView> views = (options.TestTimeAugmentation ?? plan.TestTimeAugmentation).Views(grid);
        return new Recipe
        {
            Fit = CnnFits.Adapt(plan.Fit, options),
            FitInput = (rows, _) => ChannelNormalization.Fit(first, rows.Features, rows.TrainRows),
            BuildNetwork = (encoding, outputWidth) => Build(encoding, plan, outputWidth, views),
        };
    }

    private static NetworkSpec Build(InputEncoding encoding, CnnPlan plan, int outputWidth, IReadOnlyList<TestTimeView> views)
    {
        var network = new NetworkSpec(
            [encoding.InputWidth], [encoding.Spec, .. plan.Body, plan.Output with { OutFeatures = outputWidth }], views);
        return network.OutputShape.Count == 1
            ? network
            : throw new ArgumentException(
                "CnnOptions.Layers must end in rows of shape [features], but was "
                + $"{NetworkSpec.Format(network.GetOutputShape(network.Layers.Count - 2))}. Add new GlobalPoolSpec() or new FlattenSpec().");
    }
}
