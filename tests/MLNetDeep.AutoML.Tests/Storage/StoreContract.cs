namespace MLNetDeep.AutoML.Tests.Storage;

/// <summary>What every store keeps to, whatever database holds it.</summary>
public abstract class StoreContract
{
    /// <summary>Opens a connection of its own to the store of this test; the study is made by the first.</summary>
    internal abstract IStudyStore Open(StudyStorageOptions? options = null);

    [Fact]
    public void Trials_are_numbered_from_zero_and_proposals_see_those_before()
    {
        using var store = Open();
        var seen = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var trial = store.Claim(StoreData.Elsewhere(), (number, trials) =>
            {
                seen.Add($"{number}: {string.Join(' ', trials.Select(other => $"{other.Number} {other.State} {other.Score}"))}");
                return StoreData.Propose(number, trials);
            })!;
            Assert.True(store.Complete(trial, i));
        }
        Assert.Equal(["0: ", "1: 0 Completed 0", "2: 0 Completed 0 1 Completed 1"], seen);
    }

    [Fact]
    public void What_was_told_is_read_back_exactly_by_this_and_other_readers()
    {
        using var store = Open();
        using var other = Open();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var trial = store.ClaimFor(StoreData.Elsewhere());
        EpochValue[] epochs = [new(0, 1, 1 / 3d), new(0, 2, double.NaN), new(0, 3, double.PositiveInfinity), new(1, 1, double.Epsilon)];
        foreach (var epoch in epochs)
            Assert.True(store.ReportEpoch(trial, epoch));
        TrialFold[] folds =
        [
            new()
            {
                Fold = 0,
                Values = [0.1 + 0.2, double.NaN, double.NegativeInfinity],
                FitTime = TimeSpan.FromTicks(123_456_789),
                PredictTimePerRow = TimeSpan.FromTicks(3),
                ModelByteCount = 5_000_000_000,
                PeakByteCount = 6_000_000_000,
                EpochCount = 9,
                BestEpoch = 4,
            },
            new() { Fold = 1, Values = [] },
        ];
        foreach (var fold in folds)
            Assert.True(store.ReportFold(trial, fold, StoreData.Predictions(fold.Fold)));
        Assert.True(store.Finish(trial with
        {
            State = TrialState.Pruned,
            Score = 2 / 3d,
            Objectives = [double.NaN, 1e-300],
            Reason = "worse than \"others\"; \0 ' é",
        }));

        var read = Assert.Single(store.ReadTrials());
        Assert.Equal(store.ReadTrials().Text(), other.ReadTrials().Text());
        Assert.Equal(
            new[]
            {
                trial with
                {
                    State = TrialState.Pruned,
                    Score = 2 / 3d,
                    Objectives = [double.NaN, 1e-300],
                    Reason = "worse than \"others\"; \uFFFD ' é",
                    Folds = folds,
                    Epochs = epochs,
                    EndedAt = read.EndedAt,
                },
            }.Text(),
            new[] { read }.Text());
        Assert.Equal((1, "elsewhere/12@621355968000000000/0", "test"), (read.Attempt, read.Worker, read.Origin));
        Assert.InRange(read.StartedAt!.Value, before, DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.InRange(read.EndedAt!.Value, read.StartedAt.Value, DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public void Predictions_are_read_back_and_the_labels_of_a_fold_are_kept_once()
    {
        using var store = Open();
        for (var i = 0; i < 3; i++)
        {
            var trial = store.ClaimFor(StoreData.Elsewhere());
            store.ReportFold(trial, StoreData.Fold(1), new FoldPredictions(1, 2, [i, float.NaN, float.MinValue, 0.1f], [1, -1]));
            store.ReportFold(trial, StoreData.Fold(0), new FoldPredictions(0, 1, [], []));
            store.Complete(trial);
        }
        var read = store.ReadPredictions(2);
        Assert.Equal([0, 1], read.Select(fold => fold.Fold));
        Assert.Empty(read[0].Scores);
        Assert.Equal([2, float.NaN, float.MinValue, 0.1f], read[1].Scores);
        Assert.Equal([1, -1], read[1].Labels);
        Assert.Equal(2, read[1].Width);
        Assert.Empty(store.ReadPredictions(3));
        Assert.Equal(2, ((SqlStudyStore)store).Database.Read(session => session.QueryNumber("SELECT COUNT(*) FROM mlnetdeep_labels")));
    }

    [Fact]
    public void A_trial_whose_worker_is_gone_comes_before_one_that_waits_and_that_before_a_new_one()
    {
        using var store = Open();
        store.Complete(store.ClaimFor(StoreData.Elsewhere()));
        var lost = store.ClaimFor(StoreData.Elsewhere());
        Assert.Equal(2, store.Enqueue(new Proposal("{}", "enqueued")));
        store.Age(TimeSpan.FromSeconds(61));
        Assert.Equal(
            [(1, 2, "test"), (2, 1, "enqueued"), (3, 1, "test")],
            Enumerable.Range(1, 3).Select(slot => store.ClaimFor(StoreData.Elsewhere(slot)))
                .Select(trial => (trial.Number, trial.Attempt, trial.Origin)));
        Assert.Equal(1, lost.Number);
    }

    [Fact]
    public void A_new_attempt_keeps_the_folds_that_were_done_and_begins_the_others_anew()
    {
        using var store = Open();
        using var reader = Open();
        var worker = StoreData.Elsewhere();
        var first = store.ClaimFor(worker);
        store.ReportEpoch(first, new EpochValue(0, 1, 0.1));
        store.ReportFold(first, StoreData.Fold(0), StoreData.Predictions(0));
        store.ReportEpoch(first, new EpochValue(1, 1, 0.2));
        Assert.Equal(2, reader.ReadTrials()[0].Epochs.Count);

        // Who asks has nothing to do: what it had is lost.
        var second = store.ClaimFor(worker);
        Assert.Equal((0, 2), (second.Number, second.Attempt));
        Assert.Equal([0], second.Folds.Select(fold => fold.Fold));
        Assert.Equal([new EpochValue(0, 1, 0.1)], second.Epochs);
        Assert.Equal(new[] { second }.Text(), reader.ReadTrials().Text());
        store.ReportEpoch(second, new EpochValue(1, 1, 0.3));
        Assert.Equal([new EpochValue(0, 1, 0.1), new EpochValue(1, 1, 0.3)], reader.ReadTrials()[0].Epochs);
        Assert.Single(store.ReadPredictions(0));
    }

    [Fact]
    public void An_attempt_that_was_given_away_is_ignored()
    {
        using var store = Open();
        var late = store.ClaimFor(StoreData.Elsewhere());
        var current = store.ClaimFor(StoreData.Elsewhere());
        var before = store.ReadTrials().Text();
        Assert.False(store.ReportEpoch(late, new EpochValue(0, 1, 0.1)));
        Assert.False(store.ReportFold(late, StoreData.Fold(0), StoreData.Predictions(0)));
        Assert.False(store.Complete(late));
        Assert.Equal(before, store.ReadTrials().Text());
        Assert.Empty(store.ReadPredictions(0));

        Assert.True(store.Complete(current, 0.8));
        Assert.True(store.Complete(current, 0.9)); // the answer was lost, and it tells again
        Assert.False(store.Complete(late));
        Assert.False(store.ReportEpoch(current, new EpochValue(0, 1, 0.1)));
        Assert.Equal(0.8, Assert.Single(store.ReadTrials()).Score);
    }

    [Fact]
    public void A_trial_whose_workers_die_three_times_fails_and_the_next_proposal_knows()
    {
        using var store = Open();
        var worker = StoreData.Elsewhere();
        for (var attempt = 1; attempt <= 3; attempt++)
            Assert.Equal((0, attempt), (store.ClaimFor(worker).Number, attempt));
        var next = store.Claim(worker, (number, trials) => new Proposal($"{trials[0].State}", $"{number}"))!;
        Assert.Equal((1, "Failed"), (next.Number, next.ParameterJson));
        var failed = store.ReadTrials()[0];
        Assert.Equal((TrialState.Failed, "Its worker died 3 times.", 3), (failed.State, failed.Reason, failed.Attempt));
        Assert.NotNull(failed.EndedAt);
    }

    [Fact]
    public void A_trial_that_gets_on_between_its_workers_deaths_does_not_fail()
    {
        using var store = Open();
        var worker = StoreData.Elsewhere();
        for (var fold = 0; fold < 5; fold++)
        {
            var trial = store.ClaimFor(worker);
            trial = store.ClaimFor(worker);
            Assert.Equal((0, fold * 2 + 2), (trial.Number, trial.Attempt));
            store.ReportFold(trial, StoreData.Fold(fold), StoreData.Predictions(fold));
        }
        Assert.Equal(5, store.ClaimFor(worker).Folds.Count);
    }

    [Fact]
    public void A_worker_that_ends_in_good_order_gives_its_trials_back_at_once()
    {
        using var store = Open(new StudyStorageOptions { MaximumAttempts = 1 });
        var trial = store.ClaimFor(StoreData.Elsewhere());
        store.Release(StoreData.Elsewhere());
        var waiting = store.ReadTrials()[0];
        Assert.Equal((TrialState.Waiting, null, null), (waiting.State, waiting.Worker, waiting.StartedAt));
        Assert.False(store.Complete(trial));
        var again = store.ClaimFor(StoreData.Elsewhere(1));
        Assert.Equal((0, 2), (again.Number, again.Attempt));
    }

    [Fact]
    public void A_worker_elsewhere_is_gone_when_it_was_not_heard_of_for_long()
    {
        using var store = Open(new StudyStorageOptions { StaleAfter = TimeSpan.FromSeconds(100) });
        store.ClaimFor(StoreData.Elsewhere());
        store.Age(TimeSpan.FromSeconds(80));
        Assert.Null(store.Claim(StoreData.Elsewhere(1), (_, _) => null));
        store.Beat(StoreData.Elsewhere());
        store.Age(TimeSpan.FromSeconds(80));
        Assert.Null(store.Claim(StoreData.Elsewhere(1), (_, _) => null));
        store.Age(TimeSpan.FromSeconds(21));
        Assert.Equal(2, store.Claim(StoreData.Elsewhere(1), (_, _) => null)!.Attempt);
    }

    [Fact]
    public void Nothing_is_left_of_a_proposal_that_is_none_or_throws()
    {
        using var store = Open();
        Assert.Null(store.Claim(StoreData.Elsewhere(), (_, _) => null));
        var error = Assert.Throws<InvalidOperationException>(
            () => store.Claim(StoreData.Elsewhere(), (_, _) => throw new InvalidOperationException("no")));
        Assert.Equal("no", error.Message);
        Assert.Empty(store.ReadTrials());
        Assert.Equal(0, store.ClaimFor(StoreData.Elsewhere()).Number);
    }

    [Fact]
    public void A_trial_ends_in_a_final_state()
    {
        using var store = Open();
        var trial = store.ClaimFor(StoreData.Elsewhere());
        var error = Assert.Throws<ArgumentException>(() => store.Finish(trial));
        Assert.Equal("Trial.State must be Completed, Pruned or Failed, but was Running. (Parameter 'trial')", error.Message);
    }

    [Fact]
    public void A_score_that_is_no_number_is_none()
    {
        using var store = Open();
        var trial = store.ClaimFor(StoreData.Elsewhere());
        store.Finish(trial with { State = TrialState.Failed, Score = double.NaN, Reason = "NaN" });
        Assert.Null(store.ReadTrials()[0].Score);
    }

    [Fact]
    public void Threads_and_connections_that_race_get_every_trial_once()
    {
        const int TrialCount = 120;
        using var first = Open();
        using var second = Open();
        var given = new System.Collections.Concurrent.ConcurrentBag<int>();
        var threads = Enumerable.Range(0, 6).Select(slot => new Thread(() =>
        {
            var store = slot % 2 == 0 ? first : second;
            while (store.Claim(StoreData.Elsewhere(slot), (number, trials) =>
            {
                Assert.Equal(number, trials.Count);
                return number < TrialCount ? StoreData.Propose(number, trials) : null;
            }) is { } trial)
            {
                given.Add(trial.Number);
                Assert.True(store.ReportEpoch(trial, new EpochValue(0, 1, trial.Number)));
                Assert.True(store.ReportFold(trial, StoreData.Fold(0, trial.Number), StoreData.Predictions(0)));
                Assert.Equal(TrialState.Running, store.ReadTrials()[trial.Number].State);
                Assert.True(store.Complete(trial, trial.Number));
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(Enumerable.Range(0, TrialCount), given.Order());
        var trials = first.ReadTrials();
        Assert.Equal(trials.Text(), second.ReadTrials().Text());
        Assert.All(trials, trial => Assert.Equal(
            (1, trial.Number, trial.Number), (trial.Attempt, trial.Score, trial.Epochs.Single().Value)));
    }

    /// <summary>A reader that has read all along knows what one knows that reads for the first time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reading_what_is_new_gives_what_reading_everything_gives(int seed)
    {
        using var store = Open(new StudyStorageOptions { MaximumAttempts = 2 });
        using var reader = Open();
        var random = new Random(seed);
        var running = new Dictionary<int, Trial>();
        for (var step = 0; step < 120; step++)
        {
            var slot = random.Next(3);
            if (!running.TryGetValue(slot, out var trial) || random.Next(8) == 0)
            {
                running[slot] = store.ClaimFor(StoreData.Elsewhere(slot)); // gone and back, when it had one
            }
            else
            {
                Act(store, running, slot, trial, random);
            }
            if (random.Next(3) == 0)
                reader.ReadTrials();
        }
        using var fresh = Open();
        var expected = fresh.ReadTrials().Text();
        Assert.Equal(expected, reader.ReadTrials().Text());
        Assert.Equal(expected, store.ReadTrials().Text());
    }

    private static void Act(IStudyStore store, Dictionary<int, Trial> running, int slot, Trial trial, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                store.ReportFold(trial, StoreData.Fold(random.Next(5)), StoreData.Predictions(0));
                break;
            case 1:
                store.Complete(trial);
                running.Remove(slot);
                break;
            case 2:
                store.Release(StoreData.Elsewhere(slot));
                running.Remove(slot);
                break;
            default:
                store.ReportEpoch(trial, new EpochValue(random.Next(5), random.Next(20), random.NextDouble()));
                break;
        }
    }
}
