using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Portable.Tests.FastTree;

/// <summary>The committed synthetic data and what scikit-learn scores on it; Golden/make_golden.py makes both.</summary>
internal static class Synthetic
{
    public const int FeatureCount = 9;

    private static readonly Lazy<float[][]> Table = new(() => File.ReadLines(CsvPath).Skip(1)
        .Select(line => line.Split(',').Select(field => float.Parse(field, CultureInfo.InvariantCulture)).ToArray()).ToArray());

    public static string CsvPath => Path.Combine(Folder(), "Golden", "synthetic.csv");

    public static JsonElement Golden => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "Golden", "golden.json"))).RootElement;

    public static int RowCount => Table.Value.Length;

    public static ReadOnlySpan<float> Features(int row) => Table.Value[row].AsSpan(0, FeatureCount);

    public static float Target(int row) => Table.Value[row][FeatureCount];

    public static bool Label(int row) => Table.Value[row][FeatureCount + 1] > 0;

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
