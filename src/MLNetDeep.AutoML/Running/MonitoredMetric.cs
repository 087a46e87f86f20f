using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML;

/// <summary>What a fit measures after an epoch, as the study's ranking metric.</summary>
internal static class MonitoredMetric
{
    // ML.NET gives the log-loss of two classes in bits, of more in nats.
    private const double BitsPerNat = 1 / 0.69314718055994530942;

    private static readonly Dictionary<string, string> HeadNames = new(StringComparer.Ordinal)
    {
        ["AUC"] = "AUC",
        ["accuracy"] = "Accuracy",
        ["F1"] = "F1",
        ["log-loss"] = "LogLoss",
        ["macro-accuracy"] = "MacroAccuracy",
        ["R²"] = "RSquared",
        ["RMSE"] = "RMSE",
        ["MAE"] = "MAE",
    };

    /// <summary>
    /// The metric's value: what the fit's task measures by that name, in the metric's own unit; for a metric that it does not measure, the
    /// loss, with its sign turned where higher is better; NaN where nothing was measured.
    /// </summary>
    /// <param name="metric">The ranking metric.</param>
    /// <param name="measured">The fit's values by name.</param>
    public static double Find(Metric metric, IReadOnlyDictionary<string, double> measured)
    {
        if (HeadNames.TryGetValue(metric.Name, out string? name) && measured.TryGetValue(name, out double value))
            return name == "LogLoss" && measured.ContainsKey("AUC") ? value * BitsPerNat : value;
        return !measured.TryGetValue("Loss", out double loss) ? double.NaN : metric.HigherIsBetter ? -loss : loss;
    }
}
