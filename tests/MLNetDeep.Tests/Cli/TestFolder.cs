using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace MLNetDeep.Tests.Cli;

/// <summary>A temporary folder for one test, and tables to put into it.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-test-");

    public IEnumerable<string> FileNames => _folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal);

    public string At(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(At(name), content);
        return At(name);
    }

    public string WriteGzip(string name, string content)
    {
        using var gzip = new GZipStream(File.Create(At(name)), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(content));
        return At(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Two numbers and a colour that decide a class or an amount; some numbers are missing.</summary>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="label">Makes the label's text from a score that averages 0.</param>
    /// <param name="delimiter">Between the fields.</param>
    public static string Table(int rowCount, Func<double, string> label, char delimiter = ',')
    {
        var random = new Random(7);
        string[] colours = ["red", "green", "deep blue"];
        var text = new StringBuilder(string.Join(delimiter, "id", "size", "weight", "colour", "target")).Append('\n');
        for (var i = 0; i < rowCount; i++)
        {
            var (size, weight, colour) = (random.NextDouble(), random.NextDouble(), random.Next(3));
            var score = (2 * size) - weight + (colour == 2 ? 0.8 : -0.4) - 0.5 + (0.1 * (random.NextDouble() - 0.5));
            var weightText = i % 17 == 3 ? "NA" : weight.ToString("F4", CultureInfo.InvariantCulture);
            var sizeText = size.ToString("F4", CultureInfo.InvariantCulture);
            text.AppendJoin(delimiter, $"r{i:D4}", sizeText, weightText, $"\"{colours[colour]}\"", label(score)).Append('\n');
        }
        return text.ToString();
    }

    public static string BinaryTable(int rowCount = 300) => Table(rowCount, s => s > 0 ? "yes" : "no");

    public static string MulticlassTable(int rowCount = 300) => Table(rowCount, s => s > 0.5 ? "high" : s > -0.5 ? "middle" : "low");

    public static string RegressionTable(int rowCount = 300) =>
        Table(rowCount, s => (10 + (3 * s)).ToString("F4", CultureInfo.InvariantCulture));
}
