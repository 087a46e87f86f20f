using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What a recurrent network is trained with, and of what it is made.</summary>
internal static class LstmRecipe
{
    public static Recipe Choose(LstmOptions options, DataSummary data)
    {
        SequenceInputSpec input = data.Sequence!;
        LstmPlan plan = LstmPlan.For(options, input, data);
        return new Recipe
        {
            Fit = LstmFits.For(options, input, data),
            FitInput = (rows, _) => SequenceEncoding.Fit(input, rows.Features, rows.TrainRows),
            BuildNetwork = (encoding, outputWidth) => new NetworkSpec(
                [encoding.InputWidth], [encoding.Spec, .. plan.Layers(input), new LinearSpec(outputWidth, true, WeightInitialization.Glorot)]),
        };
    }
}
