namespace MLNetDeep.Cli.Data;

/// <summary>A whole data file looked through once: every column's profile and the row count.</summary>
internal sealed record TableProfile(CsvTable Table, IReadOnlyList<ColumnProfile> Columns, long RowCount)
{
    public static TableProfile Read(CsvTable table)
    {
        var columns = table.Header.Select((name, i) => new ColumnProfile(name, i)).ToArray();
        var rows = 0L;
        foreach (var row in table.Rows())
        {
            rows++;
            foreach (var column in columns)
                column.Add(row.Fields[column.Index], row.Number);
        }
        return rows > 0
            ? new TableProfile(table, columns, rows)
            : throw new CliException($"Data file '{table.Name}' has a header but no rows.");
    }

    /// <summary>The column of this name; an error with the nearest name when there is none.</summary>
    public ColumnProfile Find(string name, string wanted) =>
        Columns.FirstOrDefault(c => c.Name == name)
        ?? throw new CliException($"{wanted} '{name}' is not in '{Table.Name}'.{NearestName.Hint(name, Table.Header)}");
}
