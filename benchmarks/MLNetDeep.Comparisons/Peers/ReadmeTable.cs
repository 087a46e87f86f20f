namespace MLNetDeep.Comparisons.Peers;

/// <summary>The table that stands in two files between the same marks; the page's is the first.</summary>
internal static class ReadmeTable
{
    public const string Begin = "<!-- peers: written by ./build.sh bench peers -->";
    public const string End = "<!-- /peers -->";

    /// <summary>Copies the page's table into the README, where it has the marks.</summary>
    public static void Write(string readmeFile, string pageFile)
    {
        string readme = File.ReadAllText(readmeFile);
        string page = File.ReadAllText(pageFile);
        Range there = Find(readme, readmeFile);
        Range here = Find(page, pageFile);
        string changed = string.Concat(readme.AsSpan(..there.Start.Value), page.AsSpan()[here], readme.AsSpan(there.End.Value..));
        if (changed != readme)
            File.WriteAllText(readmeFile, changed);
    }

    private static Range Find(string text, string file)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? begin..(end + End.Length)
            : throw new InvalidOperationException($"{file} must have a line '{Begin}' and after it a line '{End}'.");
    }
}
