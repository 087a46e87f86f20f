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
}
