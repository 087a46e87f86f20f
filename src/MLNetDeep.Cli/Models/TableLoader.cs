using Microsoft.ML.Data;
using MLNetDeep.Cli.Data;

namespace MLNetDeep.Cli.Models;

/// <summary>How ML.NET's text loader is told to read a table as the tool itself does.</summary>
internal static class TableLoader
{
    public static TextLoader.Options Options(CsvTable table, TextLoader.Column[] columns) => new()
    {
        Columns = columns,
        Separators = [table.Delimiter],
        HasHeader = true,
        AllowQuoting = true,
        TrimWhitespace = true,
        // Without this an empty number would be read as 0.
        MissingRealsAsNaNs = true,
        ReadMultilines = table.HasMultilineFields,
    };
}
