using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Comparisons.Tabular;

/// <summary>
/// Our tabular trainers beside ML.NET's classical ones, XGBoost and scikit-learn, on 13 tables: same folds, same rows, every one with
/// its defaults. Results are kept, so that a run goes on where the last one ended.
/// </summary>
internal static class TabularCommand
{
    private const string ResultsFile = "artifacts/bench-tabular/results.jsonl";
    private const string ReportFile = "benchmarks/results/tabular.md";
    private static readonly string[] Quick = ["telco-churn", "dna-splice", "concrete"];

    private static readonly string[] Tables =
    [
        "telco-churn", "mlc-churn", "spambase", "insurance-coil", "letter", "satellite", "dna-splice", "diamonds", "ames", "concrete",
        "bank32nh", "abalone", "chicago-l",
    ];

    public static Command Create(Option<string> data, Option<string> python)
    {
        var quick = new Option<bool>("--quick") { Description = $"One fold of {string.Join(", ", Quick)}; writes no report." };
        var fresh = new Option<bool>("--fresh") { Description = "Fit again what is there already." };
        var anyBuild = new Option<bool>("--any-build") { Description = "Keep results of other builds of the library." };
        var report = new Option<bool>("--report") { Description = "Fit nothing: show what is there, of this build or not." };
        var trainers = new Option<string[]>("--trainers") { Description = "Only these.", AllowMultipleArgumentsPerToken = true };
        var tables = new Argument<string[]>("tables") { Description = "Only these.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("tabular", "Errors of our tabular trainers beside classical ones and peers on 13 tables, three folds.")
        {
            data, python, quick, fresh, anyBuild, report, trainers, tables,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(new Settings
        {
            Folder = parsed.GetValue(data)!,
            Peer = new Peer(parsed.GetValue(python)!, "tabular_peer.py"),
            Tables = parsed.GetValue(tables) is { Length: > 0 } some ? some : parsed.GetValue(quick) ? Quick : Tables,
            Trainers = [.. TabularTrainer.All.Where(t => parsed.GetValue(trainers) is not { Length: > 0 } only || only.Contains(t.Name))],
            FoldCount = parsed.GetValue(quick) ? 1 : 3,
            IsFresh = parsed.GetValue(fresh),
            AnyBuild = parsed.GetValue(anyBuild) || parsed.GetValue(report),
            ReportOnly = parsed.GetValue(report),
            IsWhole = !parsed.GetValue(quick) && parsed.GetValue(tables) is not { Length: > 0 }
                && parsed.GetValue(trainers) is not { Length: > 0 },
        }, cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(Settings settings, CancellationToken cancellation)
    {
        string work = Directory.CreateTempSubdirectory("tabular").FullName;
        try
        {
            TabularTable[] tables = settings.Peer.Run<TabularTable[]>(
                ["prepare", settings.Folder, work, $"{settings.FoldCount}", $"{Settings.RowLimit}", .. settings.Tables]);
            TabularResults results = TabularResults.Open(ResultsFile);
            bool isComplete = settings.ReportOnly || Fit(settings, tables, results, work, cancellation);
            var report = new TabularReport(settings, tables, results);
            string text = report.Text();
            Console.WriteLine(text);
            if (isComplete && settings.IsWhole)
                File.WriteAllText(ReportFile, report.Markdown(text, Versions.Join(
                    Versions.Current.Concat(settings.Peer.Run<Dictionary<string, string>>("versions")))));
            return isComplete ? 0 : 1;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Two fits at a time, the slow kinds first; returns whether all is there.</summary>
    private static bool Fit(
        Settings settings, TabularTable[] tables, TabularResults results, string work, CancellationToken cancellation)
    {
        var jobs = new List<TabularJob>();
        foreach (TabularTrainer trainer in settings.Trainers)
        {
            foreach (TabularTable table in tables)
            {
                jobs.AddRange(Enumerable.Range(0, settings.FoldCount)
                    .Where(fold => settings.IsFresh
                        || !settings.IsCurrent(results.Find(table.Name, fold, trainer.Name), table, trainer))
                    .Select(fold => new TabularJob(table, fold, trainer)));
            }
        }

        // One run of the script fits both peers.
        jobs.RemoveAll(job => job.Trainer.Name == TabularTrainer.HistGradient
            && jobs.Any(other => other.Trainer.Name == TabularTrainer.XGBoost && other.Table == job.Table && other.Fold == job.Fold));
        var clock = Stopwatch.StartNew();
        int done = 0;
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Settings.FitsAtOnce, CancellationToken = cancellation };
            // Without buffering, so that the two threads end together.
            Parallel.ForEach(Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering), options, job =>
            {
                foreach (TabularResult result in job.Run(settings.Peer, work, cancellation))
                {
                    results.Add(result);
                    string value = result.Error is { } error ? FormattableString.Invariant($"{error,10:G5}") : result.Failure!;
                    Console.Error.WriteLine(FormattableString.Invariant(
                        $"{clock.Elapsed:hh\\:mm\\:ss} {Volatile.Read(ref done) + 1,4}/{jobs.Count} {result.Table,-14} fold {result.Fold} ")
                        + FormattableString.Invariant($"{result.Trainer,-6} {value} {result.Seconds,7:F1} s"));
                }

                Interlocked.Increment(ref done);
            });
            return true;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"Cancelled after {done} of {jobs.Count} fits; what is done is kept in {ResultsFile}.");
            return false;
        }
    }

    /// <summary>What a run was asked to do.</summary>
    internal sealed record Settings
    {
        public const int RowLimit = 10_000;

        public const int FitsAtOnce = 2;

        public required string Folder { get; init; }

        public required Peer Peer { get; init; }

        public required IReadOnlyList<string> Tables { get; init; }

        public required IReadOnlyList<TabularTrainer> Trainers { get; init; }

        public required int FoldCount { get; init; }

        public bool IsFresh { get; init; }

        public bool AnyBuild { get; init; }

        public bool ReportOnly { get; init; }

        /// <summary>Every table, fold and trainer.</summary>
        public bool IsWhole { get; init; }

        /// <summary>Whether a result is one of these settings, data and build.</summary>
        public bool IsCurrent(TabularResult? result, TabularTable table, TabularTrainer trainer) =>
            result is not null && result.Key == trainer.Key(table, RowLimit)
            && (AnyBuild || result.Build == TabularResults.BuildOf(trainer));
    }
}
