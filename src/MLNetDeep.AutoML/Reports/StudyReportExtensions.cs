using MLNetDeep.Reports;

namespace MLNetDeep.AutoML;

/// <summary>Makes reports of studies.</summary>
public static class StudyReportExtensions
{
    /// <summary>
    /// Reports on a study: leaderboard, course, options against scores, timeline, pruned epochs, folds, failures, and the best trial's
    /// predictions out of fold.
    /// </summary>
    /// <param name="result">What the study found.</param>
    /// <param name="options">More that the report holds; null for nothing more.</param>
    /// <returns>The report, to be saved.</returns>
    public static HtmlReport ToReport(this StudyResult result, StudyReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return StudyReport.Of(StudySnapshot.Of(result, options ?? new StudyReportOptions()));
    }
}
