using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.AutoML.Tests.Support;

/// <summary>Telco churn from samples/data: 7,043 customers, 19 features of which 9 texts and 10 numbers, a Boolean label.</summary>
internal static class Churn
{
    private static readonly Lazy<byte[]> File = new(Unpack);

    /// <summary>The rows with columns Label, Text and Numbers, in memory.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="rows">So many of the first ones.</param>
    public static IDataView Rows(MLContext ml, int rows = 7043)
    {
        var options = new TextLoader.Options
        {
            HasHeader = true,
            Separators = [','],
            AllowQuoting = true,
            MissingRealsAsNaNs = true,
            Columns =
            [
                new("Label", DataKind.Boolean, 0), new("Text", DataKind.String, [new(7, 15), new(17)]),
                new("Numbers", DataKind.Single, [new(1, 6), new(16), new(18, 19)]),
            ],
        };
        string path = Path.Combine(Directory.CreateTempSubdirectory("mlnetdeep-churn-").FullName, "churn.csv");
        try
        {
            System.IO.File.WriteAllBytes(path, File.Value);
            IDataView data = ml.Data.TakeRows(ml.Data.LoadFromTextFile(path, options), rows);
            return ml.Data.LoadFromEnumerable(ml.Data.CreateEnumerable<Customer>(data, reuseRowObject: false).ToArray());
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    /// <summary>Texts one-hot, numbers as they are.</summary>
    public static IEstimator<ITransformer> Features(MLContext ml) => ml.Transforms.Categorical.OneHotEncoding("Text")
        .Append(ml.Transforms.ReplaceMissingValues("Numbers"))
        .Append(ml.Transforms.Concatenate("Features", "Text", "Numbers"))
        .Append(ml.Transforms.NormalizeMinMax("Features"));

    private static byte[] Unpack()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "MLNetDeep.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("MLNetDeep.sln is in no folder above the tests.");
        using FileStream packed = System.IO.File.OpenRead(Path.Combine(folder.FullName, "samples", "data", "telco-churn.csv.gz"));
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private sealed class Customer
    {
        public bool Label { get; set; }

        [VectorType(10)]
        public string[] Text { get; set; } = [];

        [VectorType(9)]
        public float[] Numbers { get; set; } = [];
    }
}
