using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using MLNetDeep.Persistence;

namespace MLNetDeep.Forecasting;

/// <summary>Turns a forecaster into parts, and back: a description, where the series stand, and the network where there is one.</summary>
internal static class ForecastFormat
{
    private const string DescriptionFile = "forecast.json";
    private const string HistoryFile = "history.bin";

    public static ModelParts Write(ForecastModel model)
    {
        var network = model.Core as NetworkCore;
        var parts = network is null
            ? new ModelParts("", new Dictionary<string, byte[]>())
            : ModelFormat.Write(network.Model, network.Inputs);
        return parts.With(DescriptionFile, Describe(model)).With(HistoryFile, SavedHistories.ToBytes(model.Histories));
    }

    /// <summary>What no other forecaster has: the SHA-256 of description and weights.</summary>
    public static byte[] Fingerprint(ForecastModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Describe(model));
        if (model.Core is NetworkCore network)
            hash.AppendData(MemoryMarshal.AsBytes(network.Model.Tensors.AsSpan()));
        return hash.GetHashAndReset();
    }

    private static byte[] Describe(ForecastModel model)
    {
        var network = model.Core as NetworkCore;
        var saved = new SavedForecast(
            model.Columns, model.Window, model.Encoder.PastScales, model.Encoder.FutureScales, model.Band, model.ConfidenceLevel,
            model.Known, model.Logarithms, network?.Middle, network?.Upper);
        return JsonSerializer.SerializeToUtf8Bytes(saved, ModelJson.Options);
    }

    /// <exception cref="FormatException">A part is missing or does not make sense; the message names it.</exception>
    public static ForecastModel Read(ModelParts parts)
    {
        var saved = ModelFormat.Guard(DescriptionFile, () =>
        {
            var read = ModelJson.ReadObject(parts.File(DescriptionFile)).Deserialize<SavedForecast>(ModelJson.Options);
            return read is { IsUsable: true } ? read : throw new FormatException("a number is not usable");
        });
        ForecastCore core = new NaiveCore(saved.Window);
        if (saved is { MiddleOutput: { } middle, UpperOutput: { } upper })
        {
            var (model, inputs) = ModelFormat.Read(parts);
            core = ModelFormat.Guard(DescriptionFile, () => new NetworkCore(model, inputs, middle, upper).Check(saved.Window));
        }
        return new ForecastModel
        {
            Columns = saved.Columns,
            Encoder = new WindowEncoder(saved.Window, saved.PastScales, saved.FutureScales) { IsExact = core is NaiveCore },
            Core = core,
            Band = saved.Band,
            ConfidenceLevel = saved.ConfidenceLevel,
            Known = saved.Known,
            Logarithms = saved.Logarithms,
            Histories = ModelFormat.Guard(HistoryFile, () => SavedHistories.Read(parts.File(HistoryFile), saved.Window)),
        };
    }

    /// <summary>A forecaster as it stands in the file.</summary>
    private sealed record SavedForecast(
        ForecastColumns Columns, ForecastWindow Window, ValueScale[] PastScales, ValueScale[] FutureScales, ForecastBand Band,
        double ConfidenceLevel, KnownEncoder Known, IReadOnlyList<bool> Logarithms, int? MiddleOutput, int? UpperOutput)
    {
        public bool IsUsable =>
            Columns.IsUsable && Window.IsUsable && Window.TargetCount == Columns.Targets.Count && Window.PastCount == Columns.Past.Count
            && FutureScales.Length == Columns.Future.Count
            && Known.FutureCount == FutureScales.Length && Known.Seasons.All(season => season >= 1) && Window.KnownCount == Known.Width
            && Logarithms.Count == Columns.Targets.Count
            && new WindowEncoder(Window, PastScales, FutureScales).IsUsable && Band.IsUsable(Window.LabelCount)
            && ConfidenceLevel is > 0 and < 1 && Known.Clock is null or { Step.IsUsable: true };
    }
}
