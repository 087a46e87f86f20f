namespace Portable.Tests.FastTree;

/// <summary>Rows as the trainers bin them: of every feature the rows and values that are not zero.</summary>
internal static class SyntheticValues
{
    public static List<(int Row, float Value)>[] Of(IEnumerable<int> rows) =>
        Of([.. rows.Select(row => Synthetic.Features(row).ToArray())]);

    public static List<(int Row, float Value)>[] Of(float[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(
        f => Enumerable.Range(0, rows.Length).Where(row => rows[row][f] != 0).Select(row => (row, rows[row][f])).ToList())];
}
