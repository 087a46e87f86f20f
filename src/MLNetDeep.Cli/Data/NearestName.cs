namespace MLNetDeep.Cli.Data;

/// <summary>Suggests what the user may have meant, by edit distance.</summary>
internal static class NearestName
{
    /// <summary>" Did you mean 'x'?", or a list of a few names where none is near.</summary>
    public static string Hint(string wanted, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
            return "";
        var nearest = names.MinBy(n => Distance(wanted.ToUpperInvariant(), n.ToUpperInvariant()))!;
        if (Distance(wanted.ToUpperInvariant(), nearest.ToUpperInvariant()) <= Math.Max(2, wanted.Length / 2))
            return $" Did you mean '{nearest}'?";
        var shown = string.Join(", ", names.Take(8));
        return $" Its columns are {shown}{(names.Count > 8 ? ", …" : "")}.";
    }

    /// <summary>Levenshtein distance: the least number of letters to insert, delete or replace.</summary>
    public static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.Length];
    }
}
