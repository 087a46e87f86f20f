using System.Globalization;

namespace MLNetDeep.Cli.Data;

/// <summary>
/// Decides what a column is from its values: a number, a category, an identifier to leave out with a note, or something
/// that no trainer here can read, which is refused by name.
/// </summary>
internal static class RoleInference
{
    /// <summary>Below this many rows "no value occurs twice" says little about a column.</summary>
    private const int IdentifierRowCount = 20;

    /// <summary>A text column whose values average this many words, and rarely repeat, is prose.</summary>
    private const double ProseWordCount = 3;

    /// <summary>The column as a feature, or null with the reason why it is left out.</summary>
    public static FeatureColumn? Infer(ColumnProfile column, string file, out string? note)
    {
        note = null;
        if (column.PresentCount == 0)
            throw Refused(column, $"has no value in any of the {column.RowCount:N0} rows of '{file}'");
        if (column.FirstInfiniteRow > 0)
            throw Refused(column, $"of '{file}' is infinite in row {column.FirstInfiniteRow:N0}");
        if (column.IsNumeric)
        {
            if (column.IsRowNumber && column.RowCount >= IdentifierRowCount)
                return LeftOut($"'{column.Name}' is left out: it only numbers the rows.", out note);
            return new FeatureColumn(column.Name, column.Index, FeatureRole.Numeric, column.MissingCount > 0, 0);
        }
        CheckMostlyNumeric(column, file);
        if (column.WordCount > ProseWordCount * column.PresentCount && column.DistinctCount * 2L > column.PresentCount)
            throw Refused(column, $"of '{file}' holds free text ({MeanWords(column)} words on average), which cannot be learnt from yet");
        if (column.IsUnique && column.RowCount >= IdentifierRowCount)
            return LeftOut($"'{column.Name}' is left out: each row has its own value, as identifiers and dates do.", out note);
        if (column.DistinctCount > ColumnProfile.MaximumCategoryCount)
            throw Refused(column, $"of '{file}' has {column.DistinctText} distinct values, and at most " +
                $"{ColumnProfile.MaximumCategoryCount:N0} can be one-hot encoded");
        return new FeatureColumn(column.Name, column.Index, FeatureRole.Categorical, column.MissingCount > 0, column.DistinctCount);
    }

    // A stray word in a column of numbers would turn it into thousands of categories: almost surely a mistake in the file.
    private static void CheckMostlyNumeric(ColumnProfile column, string file)
    {
        var odd = column.PresentCount - column.NumberCount;
        if (column.NumberCount < 9 * odd || column.DistinctCount <= ColumnProfile.MaximumCategoryCount / 20)
            return;
        throw Refused(column, $"of '{file}' is a number in all but {odd:N0} of {column.PresentCount:N0} rows " +
            $"(row {column.FirstText.Row:N0}: '{column.FirstText.Text}'): correct the file");
    }

    private static string MeanWords(ColumnProfile column) =>
        ((double)column.WordCount / column.PresentCount).ToString("0.#", CultureInfo.InvariantCulture);

    private static FeatureColumn? LeftOut(string reason, out string note)
    {
        note = reason;
        return null;
    }

    private static CliException Refused(ColumnProfile column, string why)
    {
        var link = why.Contains(": ", StringComparison.Ordinal) ? ", or" : ":";
        return new CliException($"Column '{column.Name}' {why}{link} leave it out with --ignore {Quote(column.Name)}.");
    }

    private static string Quote(string name) => name.Any(char.IsWhiteSpace) ? $"\"{name}\"" : name;
}
