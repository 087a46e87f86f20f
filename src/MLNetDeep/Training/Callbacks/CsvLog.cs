using System.Globalization;
using System.Text;

namespace MLNetDeep.Training;

/// <summary>Writes a line for each epoch into a CSV file: losses, metrics, step size, time and what callbacks recorded.</summary>
/// <remarks>
/// The file is begun anew by every fit; one that goes on from a checkpoint writes the epochs before it too. The second training of
/// <see cref="DeepTrainerOptions.RefitOnAllRows"/> is not logged.
/// </remarks>
/// <param name="FilePath">The file; its folder must exist. Fits that run at the same time need files of their own.</param>
public sealed record CsvLog(string FilePath) : TrainingCallback
{
    /// <inheritdoc/>
    public override TrainingObserver? Start(FitContext fit) => fit.IsRefit ? null : new Observer(FilePath);

    internal override void Check(OptionRules rules) =>
        rules.Require(!string.IsNullOrEmpty(FilePath), nameof(FilePath), "a file name", FilePath);

    private sealed class Observer(string path) : TrainingObserver
    {
        private string[] _metrics = [];
        private string[] _values = [];
        private bool _isBegun;

        public override void OnEpochEnd(FitContext fit, EpochReport report)
        {
            bool isNew = report.ValidationMetrics.Keys.Except(_metrics).Any() || report.Values.Keys.Except(_values).Any();
            if (_isBegun && !isNew)
            {
                File.AppendAllText(path, Line(report));
                return;
            }

            EpochReport[] epochs = [.. fit.Epochs.SkipLast(1), report];
            _metrics = [.. epochs.SelectMany(epoch => epoch.ValidationMetrics.Keys).Distinct()];
            _values = [.. epochs.SelectMany(epoch => epoch.Values.Keys).Distinct()];
            IEnumerable<string> names =
            [
                "Epoch", "TrainingLoss", .. _metrics.Select(name => $"Validation.{name}"), "LearningRate", "Seconds", "IsBest", .. _values,
            ];
            File.WriteAllText(path, string.Concat(epochs.Select(Line).Prepend(Join(names.Select(Quote)))));
            _isBegun = true;
        }

        private string Line(EpochReport report) => Join(
        [
            Show(report.Epoch), Show(report.TrainingLoss),
            .. _metrics.Select(name => Show(report.ValidationMetrics, name)),
            Show(report.LearningRate), report.Elapsed.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture), report.IsBest ? "1" : "0",
            .. _values.Select(name => Show(report.Values, name)),
        ]);

        private static string Join(IEnumerable<string> fields) => string.Join(',', fields) + "\n";

        private static string Show(IReadOnlyDictionary<string, double> values, string name) =>
            values.TryGetValue(name, out double value) ? Show(value) : "";

        private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

        private static string Quote(string name) => name.AsSpan().IndexOfAny(",\"\n\r") < 0
            ? name
            : new StringBuilder(name).Replace("\"", "\"\"").Insert(0, '"').Append('"').ToString();
    }
}
