using System.CommandLine;
using System.Globalization;
using MLNetDeep.AutoML;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Commands;

/// <summary>What <c>sweep</c> tries, for how long, and where it keeps it; null leaves a choice to the tool.</summary>
internal sealed record SweepSettings
{
    private const int DefaultTrialCount = 50;

    public int? Trials { get; init; }

    public double? Minutes { get; init; }

    public int Workers { get; init; }

    public string? Storage { get; init; }

    public bool Resume { get; init; }

    public string? Metric { get; init; }

    public int Folds { get; init; }

    public int? Epochs { get; init; }

    public string Tuner { get; init; } = "";

    public string Pruner { get; init; } = "";

    public bool NoPrune { get; init; }

    public string? Trainers { get; init; }

    public string? Save { get; init; }

    public string? Report { get; init; }

    /// <summary>Trials of the whole study: what was asked for, else a number where no time ends it.</summary>
    public int? TrialCount => Trials ?? (Minutes is null ? DefaultTrialCount : null);

    public Pruner? MakePruner() => NoPrune ? null : PrunerNames.Create(Pruner);

    public IReadOnlyList<string>? TrainerNames =>
        Trainers?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();

    public void Check()
    {
        var rules = new SettingRules();
        rules.Require(Trials is null or >= 1, "--trials", "at least 1", Trials);
        rules.Require(Minutes is null or (> 0 and <= 1e6), "--minutes", "above 0 and at most 1E+06", Minutes);
        rules.Require(Workers is >= 1 and <= 1024, "--workers", "from 1 to 1024", Workers);
        rules.Require(Folds is >= 2 and <= 100, "--folds", "from 2 to 100", Folds);
        rules.Require(Epochs is null or >= 1, "--epochs", "at least 1", Epochs);
        var names = TrainerNames;
        rules.Require(names is null || (names.Count > 0 && names.All(SweepPipeline.AllTrainers.Contains)), "--trainers",
            $"some of {string.Join(",", SweepPipeline.AllTrainers)}", Trainers);
        rules.ThrowIfBroken();
        if (Save != null)
            AtomicFile.CheckTarget(Save, "Model file");
        if (Report != null)
            AtomicFile.CheckTarget(Report, "Report file");
        CheckStorage();
    }

    /// <summary>The metric that ranks, as the task spells it.</summary>
    public string MetricOf(ComparisonTask task)
    {
        if (Metric is null)
            return task.Metrics[0].Name;
        return task.Metrics.FirstOrDefault(metric => metric.Name.Equals(Metric, StringComparison.OrdinalIgnoreCase))?.Name
            ?? throw new CliException(
                $"--metric must be one of {string.Join(", ", task.Metrics.Select(metric => metric.Name))}, but was '{Metric}'.");
    }

    /// <summary>A file that is there goes on only when that was asked for; a database server is shared by many anyway.</summary>
    private void CheckStorage()
    {
        if (Storage is null)
        {
            if (Resume)
                throw new CliException("--resume needs --storage: the file with the sweep to go on with.");
            return;
        }

        if (Storage.Contains('=', StringComparison.Ordinal) || Storage.StartsWith("postgres", StringComparison.Ordinal))
            return;
        AtomicFile.CheckTarget(Storage, "Storage");
        if (File.Exists(Storage) && !Resume)
            throw new CliException($"Storage '{Storage}' exists: go on with its sweep by --resume, or give another file.");
        if (!File.Exists(Storage) && Resume)
            throw new CliException($"Storage '{Storage}' does not exist: there is nothing to go on with. Without --resume it is made.");
    }

    /// <summary>The options on the command line.</summary>
    public sealed class CommandOptions
    {
        private readonly Option<int?> _trials = NewOption.Optional<int?>(
            "--trials", "N", "Settings to try, earlier runs included; 50 where no time is given.");

        private readonly Option<double?> _minutes = NewOption.Optional<double?>("--minutes", "X", "Time for this run.");

        private readonly Option<int> _workers = NewOption.Default("--workers", "N", 1, "Trials to run at the same time.");

        private readonly Option<string?> _storage = NewOption.Optional<string>(
            "--storage", "FILE", "Keep the sweep in this SQLite file, or by a PostgreSQL connection string.");

        private readonly Option<bool> _resume = new("--resume")
        {
            Description = "Go on with the sweep in the storage, or take part in it.",
        };

        private readonly Option<string?> _metric =
            NewOption.Optional<string>("--metric", "METRIC", "Metric that ranks, such as AUC, accuracy or RMSE.");

        private readonly Option<int> _folds = NewOption.Default("--folds", "N", 5, "Parts to split the rows into.");

        private readonly Option<int?> _epochs = NewOption.Optional<int?>("--epochs", "N", "Most epochs of a network, whatever is swept.");

        private readonly Option<string> _tuner =
            NewOption.Default("--tuner", "TUNER", "tpe", $"Who proposes settings: {string.Join(", ", TunerNames.All)}.");

        private readonly Option<string> _pruner =
            NewOption.Default("--pruner", "PRUNER", "median", $"Who ends bad trials: {string.Join(", ", PrunerNames.All)}.");

        private readonly Option<bool> _noPrune = new("--no-prune") { Description = "Run every trial to its end." };

        private readonly Option<string?> _trainers = NewOption.Optional<string>(
            "--trainers", "NAMES", $"Candidates with commas between, some of {string.Join(",", SweepPipeline.AllTrainers)}.");

        private readonly Option<string?> _save = NewOption.Optional<string>(
            "--save", "FILE", "Fit the best setting on all rows and save it.");

        private readonly Option<string?> _report = NewOption.Optional<string>("--report", "FILE.html", "Write a report of the sweep.");

        public CommandOptions()
        {
            _tuner.AcceptOnlyFromAmong([.. TunerNames.All]);
            _pruner.AcceptOnlyFromAmong([.. PrunerNames.All]);
        }

        public void AddTo(Command command)
        {
            foreach (var option in new Option[]
            {
                _trials, _minutes, _workers, _storage, _resume, _metric, _folds, _epochs, _tuner, _pruner, _noPrune, _trainers, _save,
                _report,
            })
            {
                command.Add(option);
            }
        }

        public SweepSettings Read(ParseResult parsed) => new()
        {
            Trials = parsed.GetValue(_trials),
            Minutes = parsed.GetValue(_minutes),
            Workers = parsed.GetValue(_workers),
            Storage = parsed.GetValue(_storage),
            Resume = parsed.GetValue(_resume),
            Metric = parsed.GetValue(_metric),
            Folds = parsed.GetValue(_folds),
            Epochs = parsed.GetValue(_epochs),
            Tuner = parsed.GetRequiredValue(_tuner),
            Pruner = parsed.GetRequiredValue(_pruner),
            NoPrune = parsed.GetValue(_noPrune),
            Trainers = parsed.GetValue(_trainers)?.ToLower(CultureInfo.InvariantCulture),
            Save = parsed.GetValue(_save),
            Report = parsed.GetValue(_report),
        };
    }
}
