using Microsoft.Data.Sqlite;
using MLNetDeep.Tests.Samples;
using Xunit.Abstractions;

namespace MLNetDeep.AutoML.Tests.Storage;

/// <summary>Several processes work on one study, in good order and killed at any instant.</summary>
[Collection(PostgresTests.Name)]
public sealed class StudyProcessTests(PostgresCluster cluster, ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public void Processes_that_race_get_every_trial_once(string database)
    {
        var storage = database == "SQLite" ? Path.Combine(_folder, "study.db") : cluster.NewStore();
        const int TrialCount = 60;
        WorkerProcess[] workers = [.. Enumerable.Range(0, 3).Select(_ => new WorkerProcess("synthetic", storage, $"{TrialCount}"))];
        var begun = workers.Select(worker => worker.WaitForEnd()).ToList();
        Assert.Equal(
            Enumerable.Range(0, TrialCount).Select(number => $"begins {number}").Order(StringComparer.Ordinal),
            begun.SelectMany(lines => lines).Order(StringComparer.Ordinal));
        Assert.All(begun, Assert.NotEmpty);
        Array.ForEach(workers, worker => worker.Dispose());
        using var store = StudyStorage.OpenToRead(storage);
        Assert.All(store.ReadTrials(), trial => Assert.Equal((1, true), (trial.Attempt, trial.IsFinished)));
        Assert.Equal(["Completed", "Failed", "Pruned"], store.ReadTrials().Select(trial => $"{trial.State}").Distinct().Order());
    }

    /// <summary>A real study, on real rows, of networks and trees; some of them are pruned.</summary>
    [Fact]
    public void A_study_killed_thirty_times_ends_as_one_that_was_not()
    {
        var rows = Path.Combine(RepositoryFiles.Root, "samples/data/gunpoint.csv.gz");
        var trials = RunKilled(Path.Combine(_folder, "study.db"), 30, 40, storage => ["real", storage, "40", rows]);
        Assert.Equal(40, trials.Count);
        Assert.Equal(["Completed", "Pruned"], trials.Select(trial => $"{trial.State}").Distinct().Order());
        Assert.Contains(trials, trial => trial.Origin == "TpeTuner");
    }

    [Fact]
    public void A_study_on_a_server_killed_some_times_ends_as_one_that_was_not() =>
        Assert.Equal(40, RunKilled(cluster.NewStore(), 5, 40, storage => ["synthetic", storage, "40"]).Count);

    private IReadOnlyList<Trial> RunKilled(string storage, int killCount, int trialCount, Func<string, string[]> makeArguments)
    {
        var arguments = makeArguments(storage);
        var unbroken = Path.Combine(_folder, "unbroken.db");
        using (var reference = new WorkerProcess(makeArguments(unbroken)))
            reference.WaitForEnd();
        var random = new Random(11);
        var finished = new Dictionary<int, string>();
        for (var killed = 0; killed < killCount; killed++)
        {
            using WorkerProcess first = new(arguments), second = new(arguments);
            // At any instant from the first trial's beginning on; some of them late enough that trials are finished in between, whatever the
            // machine's pace, but not so many that the study is over too soon.
            var isAhead = finished.Count * killCount > (killed + 1) * trialCount * 3 / 4;
            WorkerProcess.WaitForTrials(isAhead ? 1 : random.Next(1, 5), first, second);
            Thread.Sleep(random.Next(isAhead ? 50 : 250));
            Assert.True(first.IsRunning || second.IsRunning, $"The study was over after {killed} kills.");
            first.Kill();
            second.Kill();
            CheckAfterKill(storage, finished);
        }
        var finishedThen = finished.Count;
        using (WorkerProcess first = new(arguments), second = new(arguments))
        {
            first.WaitForEnd();
            second.WaitForEnd();
        }
        CheckAfterKill(storage, finished);

        using var store = StudyStorage.OpenToRead(storage);
        using var whole = StudyStorage.OpenToRead(unbroken);
        var retries = store.ReadTrials().Sum(trial => trial.Attempt - 1);
        output.WriteLine(
            $"{killCount} kills of two workers hit {retries} running trials; {finishedThen} were finished by the last of them.");
        Assert.Equal(Leaderboard(whole), Leaderboard(store));
        // A trial is begun again only when its worker was killed.
        Assert.True(retries >= killCount / 2, $"Only {retries} running trials were hit.");
        Assert.True(finishedThen > 0, "Nothing was finished before the last kill.");
        return store.ReadTrials();
    }

    /// <summary>What was finished is unchanged, and the file is whole.</summary>
    private static void CheckAfterKill(string storage, Dictionary<int, string> finished)
    {
        if (File.Exists(storage))
        {
            using var connection = new SqliteConnection($"Data Source={storage};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            Assert.Equal("ok", command.ExecuteScalar());
        }
        using var store = StudyStorage.OpenToRead(storage);
        var trials = store.ReadTrials();
        foreach (var (number, text) in finished)
            Assert.Equal(text, new[] { trials[number] }.Text());
        foreach (var trial in trials.Where(trial => trial.IsFinished))
            finished[trial.Number] = new[] { trial }.Text();
    }

    /// <summary>All that does not depend on who ran a trial and when, predictions too.</summary>
    private static string Leaderboard(IStudyStore store) => string.Join('\n', store.ReadTrials().OrderByDescending(trial => trial.Score)
        .Select(trial => new[]
        {
            trial with
            {
                Attempt = 0,
                Worker = null,
                StartedAt = null,
                EndedAt = null,
                Objectives = [.. trial.Objectives.Take(1)],
                Folds = [.. trial.Folds.Select(fold => new TrialFold
                {
                    Fold = fold.Fold,
                    Values = fold.Values,
                    EpochCount = fold.EpochCount,
                    BestEpoch = fold.BestEpoch,
                })],
            },
        }.Text() + StoreJson.Write(store.ReadPredictions(trial.Number))));
}
