using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Running;

public sealed class StudyResumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("study").FullName;

    private string Storage => Path.Combine(_folder, "study.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_study_goes_on_where_it_was_as_if_it_had_never_stopped()
    {
        StudyOptions options = Studies.Options(Studies.Deep(), 3) with { Tuner = null, ProposalDelay = 0, Storage = Storage };
        options.Run();
        StudyResult broken = (options with { TrialCount = 6, Pipeline = Studies.Deep() }).Run();
        StudyResult whole = (options with { TrialCount = 6, Storage = null }).Run();
        Assert.Equal(
            whole.Trials.Select(trial => (trial.ParameterJson, trial.Score)),
            broken.Trials.Select(trial => (trial.ParameterJson, trial.Score)));
        Assert.All(broken.Trials, trial => Assert.Equal(1, trial.Attempt));
    }

    [Fact]
    public void A_cancelled_study_keeps_what_is_finished_and_begins_the_rest_again()
    {
        using var source = new CancellationTokenSource();
        int fits = 0;
        var pipeline = Studies.Choices((context, choice) => new Before(Studies.Network(context, 2), () =>
        {
            if (++fits == 5)
                source.Cancel();
        }), 5);
        StudyOptions options = Studies.Options(pipeline, 3) with { Storage = Storage, FinalModel = FinalModel.RefitOnAllRows };
        StudyResult result = options.Run(source.Token);
        Assert.Equal(StudyStopReason.Cancelled, result.StopReason);
        Assert.Equal([TrialState.Completed, TrialState.Waiting], result.Trials.Select(trial => trial.State));
        Assert.Null(result.Model);
        Assert.Equal(5, fits);
        StudyResult resumed = options.Run();
        Assert.All(resumed.Trials, trial => Assert.Equal(TrialState.Completed, trial.State));
        Assert.Equal([1, 2, 1], resumed.Trials.Select(trial => trial.Attempt));
        Assert.Equal(result.Trials[0].Score, resumed.Trials[0].Score);
        // One fold of the second trial was done before; two are left of it, three of the third trial, and the final model.
        Assert.Equal(5 + 2 + 3 + 1, fits);
        Assert.NotNull(resumed.Model);
    }

    [Fact]
    public void A_study_ends_when_its_time_is_up_and_still_gives_a_model()
    {
        var pipeline = Studies.Choices((context, choice) => Studies.Network(context, choice == 0 ? 2 : 1_000_000), 2);
        StudyResult result = (Studies.Options(pipeline, 9) with
        {
            Enqueue = [Studies.Choice(0), Studies.Choice(1)],
            MaximumTime = TimeSpan.FromSeconds(3),
            FinalModel = FinalModel.RefitOnAllRows,
        }).Run();
        Assert.Equal(StudyStopReason.TimeReached, result.StopReason);
        Assert.Equal([TrialState.Completed, TrialState.Waiting], result.Trials.Select(trial => trial.State));
        Assert.NotNull(result.Model);
        Assert.InRange(result.Elapsed.TotalSeconds, 2.9, 30);
    }

    [Fact]
    public void A_tuner_of_the_users_own_is_told_and_asked_all_of_it_again()
    {
        var tuners = new List<CountingTuner>();
        StudyOptions options = Studies.Options(Studies.Choices((context, _) => Studies.Network(context, 1), 50), 3) with
        {
            Storage = Storage,
            Tuner = _ =>
            {
                tuners.Add(new CountingTuner());
                return tuners[^1];
            },
        };
        options.Run();
        StudyResult result = (options with { TrialCount = 5 }).Run();
        Assert.Equal(["CountingTuner"], result.Trials.Select(trial => trial.Origin).Distinct());
        string[] first = ["ask 0", "told 0", "ask 1", "told 1", "ask 2"];
        Assert.Equal(first, tuners[0].Calls);
        Assert.Equal([.. first, "told 2", "ask 3", "told 3", "ask 4"], tuners[1].Calls);
        var choices = result.Trials.Select(trial => TrialParameters.Read(trial.ParameterJson)["e1"]["choice"].AsType<int>());
        Assert.Equal([1, 2, 3, 4, 5], choices);
    }

    [Fact]
    public async Task Further_workers_help_until_the_study_is_over()
    {
        StudyOptions options = Studies.Options(Studies.Deep(), 6) with { Storage = Storage };
        Task<StudyResult> run = new Study(options).RunAsync();
        StudyStopReason reason = new Study(options with { Pipeline = Studies.Deep() }).Work();
        StudyResult result = await run;
        Assert.Equal(StudyStopReason.TrialCountReached, reason);
        Assert.Equal(6, result.Trials.Count);
        Assert.All(result.Trials, trial => Assert.Equal((TrialState.Completed, 1), (trial.State, trial.Attempt)));
    }

    [Fact]
    public void Another_study_of_the_same_name_is_refused()
    {
        StudyOptions options = Studies.Options(Studies.Deep(), 1) with { Storage = Storage };
        options.Run();
        var error = Assert.Throws<StudyStorageException>(() => (options with { Seed = 2 }).Run());
        Assert.Contains("'study'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Proposes 1, 2, 3, …, by a state of its own.</summary>
    private sealed class CountingTuner : ITuner
    {
        private int _next;

        public List<string> Calls { get; } = [];

        public Parameter Propose(TrialSettings settings)
        {
            Calls.Add($"ask {settings.TrialId}");
            Parameter setting = Studies.Choice(++_next);
            setting["_SCHEMA_"] = Parameter.FromString("e0 * e1");
            setting["e0"] = Parameter.CreateNestedParameter();
            return setting;
        }

        public void Update(TrialResult result) => Calls.Add($"told {result.TrialSettings.TrialId}");
    }
}
