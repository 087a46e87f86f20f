using MLNetDeep.Comparison;

namespace MLNetDeep.Reports;

/// <summary>Makes reports.</summary>
public static class ReportExtensions
{
    /// <summary>Reports on a fit: its course, what the examination found, the network, the data, the options.</summary>
    /// <param name="model">The model that came of it.</param>
    /// <param name="options">More that the report holds; null for nothing more.</param>
    /// <returns>The report, to be saved.</returns>
    public static HtmlReport ToReport(this DeepModel model, FitReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return FitReport.Of(model, options ?? new FitReportOptions());
    }

    /// <summary>Reports on a comparison: verdict, intervals, tests, folds, learning curves, curves and calibration out of fold.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="options">More that the report holds; null for nothing more.</param>
    /// <returns>The report, to be saved.</returns>
    public static HtmlReport ToReport(this ComparisonResult result, ComparisonReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return ComparisonReport.Of(result, options ?? new ComparisonReportOptions());
    }

    /// <summary>Reports on candidates over several data sets: mean ranks, critical differences, scores.</summary>
    /// <param name="ranking">The ranking.</param>
    /// <returns>The report, to be saved.</returns>
    public static HtmlReport ToReport(this DataSetRanking ranking)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        return RankingReport.Of(ranking);
    }
}
