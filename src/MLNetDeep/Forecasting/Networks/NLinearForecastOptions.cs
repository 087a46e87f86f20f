namespace MLNetDeep;

/// <summary>
/// Options of NLinear (arXiv:2205.13504): one linear map from the window, freed of its last value, to all steps ahead, beside linear maps
/// from covariates, calendar and series.
/// </summary>
/// <remarks>Few weights and seconds of training; on many series it is as good as any network, so try it first.</remarks>
/// <example>
/// <code>
/// var estimator = ml.Forecasting.ForecastByNLinear(new NLinearForecastOptions { InputColumnNames = ["Demand"], Horizon = 48 });
/// </code>
/// </example>
public sealed record NLinearForecastOptions : ForecastOptions
{
    internal override string Architecture => "ForecastByNLinear";

    private protected override void CheckNetwork(OptionRules rules)
    {
    }
}
