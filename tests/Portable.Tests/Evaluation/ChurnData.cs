using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Portable.Tests.Evaluation;

/// <summary>The Telco churn table of the samples, featurised as on the day the official results were recorded.</summary>
internal sealed class ChurnData : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"churn-{Guid.NewGuid():N}.csv");

    public ChurnData(MLContext ml)
    {
        using (var packed = new GZipStream(File.OpenRead(Find("samples/data/telco-churn.csv.gz")), CompressionMode.Decompress))
        using (var plain = File.Create(_path))
            packed.CopyTo(plain);
        var table = ml.Data.LoadFromTextFile(_path, new TextLoader.Options
        {
            HasHeader = true,
            Separators = [','],
            AllowQuoting = true,
            MissingRealsAsNaNs = true,
            Columns =
            [
                new("Label", DataKind.Boolean, 0), new("Flags", DataKind.Single, 1, 4), new("Tenure", DataKind.Single, 5),
                new("InternetService", DataKind.String, 8), new("Contract", DataKind.String, 15), new("Payment", DataKind.String, 17),
                new("Charges", DataKind.Single, 18, 19),
            ],
        });
        Featurized = ml.Transforms.Categorical.OneHotEncoding("ContractO", "Contract")
            .Append(ml.Transforms.Categorical.OneHotEncoding("PaymentO", "Payment"))
            .Append(ml.Transforms.Categorical.OneHotEncoding("InternetO", "InternetService"))
            .Append(ml.Transforms.ReplaceMissingValues("Charges", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean))
            .Append(ml.Transforms.Concatenate("Features", "Flags", "Tenure", "Charges", "ContractO", "PaymentO", "InternetO"))
            .Append(ml.Transforms.NormalizeMinMax("Features")).Fit(table).Transform(table);
    }

    public IDataView Featurized { get; }

    public void Dispose() => File.Delete(_path);

    /// <summary>Goes up from the test's folder to the repository's root.</summary>
    private static string Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relative);
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException($"{relative} is not above {AppContext.BaseDirectory}.");
    }
}
