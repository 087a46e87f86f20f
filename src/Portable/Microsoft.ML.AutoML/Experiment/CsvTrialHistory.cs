using System.Globalization;

namespace Microsoft.ML.AutoML;

/// <summary>Trials of an earlier experiment over the same space, and those of this one; to three digits, as officially.</summary>
internal sealed class CsvTrialHistory
{
    private static readonly string[] Header = ["id", "loss", "durationInMilliseconds", "peakCpu", "peakMemoryInMegaByte"];
    private readonly string _path;
    private readonly SearchSpace.SearchSpace _space;
    private readonly List<TrialResult> _read;
    private readonly List<TrialResult> _new = [];

    public CsvTrialHistory(string path, SearchSpace.SearchSpace space)
    {
        (_path, _space) = (path, space);
        _read = File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Select(Parse)] : [];
    }

    public IEnumerable<TrialResult> Trials => _read.Concat(_new);
    public void Add(TrialResult result) => _new.Add(result);

    public void Save()
    {
        using var writer = new StreamWriter(_path, append: true);
        if (_read.Count == 0)
            writer.WriteLine(string.Join(',', Header.Concat(Enumerable.Range(0, _space.FeatureSpaceDim).Select(i => $"parameter_{i}"))));
        foreach (var result in _new)
        {
            double?[] numbers =
            [
                result.Loss, result.DurationInMilliseconds, result.PeakCpu, result.PeakMemoryInMegaByte,
                .. _space.MappingToFeatureSpace(result.TrialSettings.Parameter),
            ];
            var texts = numbers.Select(number => number?.ToString("F3", CultureInfo.InvariantCulture));
            writer.WriteLine($"{result.TrialSettings.TrialId},{string.Join(',', texts)}");
        }
        _read.AddRange(_new);
        _new.Clear();
    }

    private TrialResult Parse(string line)
    {
        var fields = line.Split(',');
        double Number(int i) => fields[i].Length == 0 ? 0 : double.Parse(fields[i], CultureInfo.InvariantCulture);
        return new TrialResult
        {
            TrialSettings = new TrialSettings
            {
                TrialId = int.Parse(fields[0], CultureInfo.InvariantCulture),
                Parameter = _space.SampleFromFeatureSpace([.. Enumerable.Range(Header.Length, _space.FeatureSpaceDim).Select(Number)]),
            },
            Loss = Number(1),
            DurationInMilliseconds = Number(2),
            PeakCpu = Number(3),
            PeakMemoryInMegaByte = Number(4),
        };
    }
}
