using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>The default: chosen by what is to be predicted, from a search over 13 public tables (benchmarks/results/tabular.md).</summary>
internal static class AutoPreset
{
    private const int RealMlpEpochCount = 48;

    public static Recipe Choose(MlpOptions options, DataSummary data)
    {
        if (data.ClassCount <= 2)
            return TabMPreset.Choose(options, data, isMini: false);
        Recipe recipe = RealMlpPreset.Choose(options, data, isSmall: false);
        // coslog4 ends at 0, so the last weights are nearly always the best ones; the held-out fifth is worth more as training rows.
        return recipe with { Fit = recipe.Fit with { MaximumEpochCount = RealMlpEpochCount, ValidationFraction = 0 } };
    }
}
