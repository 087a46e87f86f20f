using System.Reflection;
using System.Text.Json;
using Microsoft.ML;

namespace MLNetDeep.Comparisons.Tabular;

/// <summary>One fit.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Trainer">The trainer's name.</param>
/// <param name="Key">Tells the trainer's settings and the data.</param>
/// <param name="Build">Tells the build of the assembly that trained.</param>
/// <param name="Error">The error on the test rows; null when the fit failed.</param>
/// <param name="Seconds">What the fit took.</param>
/// <param name="Failure">Why there is no error.</param>
internal sealed record TabularResult(
    string Table, int Fold, string Trainer, string Key, string Build, double? Error, double Seconds, string? Failure = null);

/// <summary>The results of all runs, one JSON line each; a line is written as soon as its fit ends, so that nothing is lost.</summary>
internal sealed class TabularResults
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Table, int Fold, string Trainer), TabularResult> _latest = [];
    private readonly string _file;

    private TabularResults(string file) => _file = file;

    /// <summary>Reads what earlier runs left; a line that a killed run left unfinished is skipped.</summary>
    public static TabularResults Open(string file)
    {
        var results = new TabularResults(file);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (!File.Exists(file))
            return results;
        foreach (string line in File.ReadLines(file).Where(line => line.EndsWith('}')))
        {
            TabularResult result = JsonSerializer.Deserialize<TabularResult>(line)!;
            results._latest[(result.Table, result.Fold, result.Trainer)] = result;
        }

        return results;
    }

    public TabularResult? Find(string table, int fold, string trainer)
    {
        lock (_lock)
            return _latest.GetValueOrDefault((table, fold, trainer));
    }

    public void Add(TabularResult result)
    {
        lock (_lock)
        {
            _latest[(result.Table, result.Fold, result.Trainer)] = result;
            // A line begins with a line break: the one before it may be unfinished.
            File.AppendAllText(_file, Environment.NewLine + JsonSerializer.Serialize(result));
        }
    }

    /// <summary>The build of the assembly that does a trainer's work; peers have none, their versions are in the report.</summary>
    public static string BuildOf(TabularTrainer trainer) => trainer switch
    {
        { Create: null } => "peer",
        { IsOurs: true } => $"{Module(typeof(MlpOptions))} {Module(typeof(TorchSharp.torch))}",
        _ => $"{Module(typeof(MLContext))} {Module(typeof(Microsoft.ML.Trainers.FastTree.FastTreeBinaryTrainer))}",
    };

    // Builds are deterministic: the same sources give the same id.
    private static string Module(Type type) => type.GetTypeInfo().Module.ModuleVersionId.ToString("N")[..12];
}
