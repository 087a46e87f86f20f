using System.Text.Json.Serialization;
using MLNetDeep.Forecasting;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>A forecaster of one linear layer, to see what every forecaster does around its network.</summary>
internal sealed record LinearForecastOptions : ForecastOptions
{
    /// <summary>Called with the windows of each fit.</summary>
    [JsonIgnore]
    public Action<ForecastWindow, int>? Watch { get; init; }

    public bool Refits { get; init; } = true;

    internal override string Architecture => "LinearForecast";

    internal override bool UsualRefit => Refits;

    internal override int UsualMemberCount(int windowCount) => 1;

    internal override Recipe ChooseRecipe(DataSummary data)
    {
        Watch?.Invoke(FittedWindow, data.RowCount);
        return new Recipe
        {
            Fit = new FitSettings
            {
                MaximumEpochCount = 30,
                LearningRate = 0.01,
                BatchSize = 32,
                LearningRateSchedule = new CosineSchedule(),
            },
            BuildNetwork = Recipe.ForTables((input, outputWidth) => new NetworkSpec(
                [input.RawWidth], [input.Encoding, new LinearSpec(outputWidth, true, WeightInitialization.Glorot)])),
        };
    }

    internal override int ChooseLookback(ForecastData data) => data.SeasonLength ?? 8;

    private protected override void CheckNetwork(OptionRules rules)
    {
    }
}
