using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.Comparisons.Tuners;

/// <summary>A tuner and a loss, nothing else.</summary>
internal static class TunerLoop
{
    /// <summary>The best loss after this many trials, one after the other.</summary>
    public static double FindBest(ITuner tuner, int trialCount, Func<Parameter, double> loss)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < trialCount; i++)
        {
            var settings = new TrialSettings { TrialId = i, Parameter = Parameter.CreateNestedParameter() };
            settings.Parameter = tuner.Propose(settings);
            double value = loss(settings.Parameter);
            tuner.Update(new TrialResult { TrialSettings = settings, Loss = value, Metric = value });
            best = Math.Min(best, value);
        }

        return best;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
