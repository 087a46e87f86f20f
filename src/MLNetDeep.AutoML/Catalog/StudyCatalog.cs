using Microsoft.ML.AutoML;
using MLNetDeep.AutoML;

namespace Microsoft.ML;

/// <summary>Puts studies beside ML.NET's own experiments.</summary>
public static class StudyCatalog
{
    /// <summary>Makes a study: a search that prunes, runs trials in parallel, is kept as it goes, and tells all its folds.</summary>
    /// <param name="catalog">The catalog, <c>mlContext.Auto()</c>. Trials have contexts of their own.</param>
    /// <param name="options">What to search, and how.</param>
    /// <returns>The study, not begun.</returns>
    /// <exception cref="ArgumentException">One or more options are out of range; the message lists all of them.</exception>
    public static Study CreateStudy(this AutoCatalog catalog, StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new Study(options);
    }
}
