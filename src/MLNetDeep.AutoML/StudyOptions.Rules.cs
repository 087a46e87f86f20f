using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML;

// What options must hold.
public sealed partial record StudyOptions
{
    /// <summary>Position of the ranking metric among the task's; checked before.</summary>
    internal int MetricIndex => Metric is null ? 0 : MetricNames.IndexOf(Metric);

    private List<string> MetricNames => [.. Task.Metrics.Select(metric => metric.Name)];

    /// <summary>The rule that splits the rows.</summary>
    internal RowSplit EffectiveSplit =>
        Split ?? ValidationFolds.RandomSplit(Task, FoldCount, RepeatCount, Seed, SamplingKeyColumnName);

    /// <exception cref="ArgumentException">One or more options are out of range; the message lists all of them.</exception>
    internal void Validate()
    {
        var rules = new OptionRules(nameof(StudyOptions));
        rules.Require(!string.IsNullOrEmpty(Name), nameof(Name), "not empty", Name);
        rules.Require(Pipeline is not null, nameof(Pipeline), "given", Pipeline);
        rules.Require(Task is not null, nameof(Task), "given", Task);
        rules.Require((Data is null) != (DataFactory is null), nameof(Data),
            $"given, or {nameof(DataFactory)} be given, not both", Data is null ? null : "both");
        if (Task is not null)
            CheckMetric(rules);
        CheckFolds(rules);
        bool areObjectives = Objectives is [StudyObjective.Score, ..] && Objectives.Distinct().Count() == Objectives.Count
            && Objectives.All(Enum.IsDefined);
        rules.Require(areObjectives, nameof(Objectives), "different objectives with Score first", Objectives);
        rules.Require(Enqueue?.Contains(null!) == false, nameof(Enqueue), "a list without nulls", Enqueue);
        rules.Require(Portfolio?.Contains(null!) == false, nameof(Portfolio), "a list without nulls", Portfolio);
        rules.Check(Pruner, nameof(Pruner), static (pruner, inner) => pruner.Check(inner));
        rules.Require(ProposalDelay is null or >= 0, nameof(ProposalDelay), "null or at least 0", ProposalDelay);
        rules.Require(Enum.IsDefined(FinalModel), nameof(FinalModel), "one of the kinds", FinalModel);
        CheckLimits(rules);
        if (Pipeline is not null)
            rules.Require(SpaceText.HasChoice(Pipeline.SearchSpace), nameof(Pipeline), "one with something to choose in its search space",
                "a space without an option of several values");
        rules.ThrowIfBroken();
    }

    private void CheckMetric(OptionRules rules)
    {
        if (Metric is null || MetricNames.Contains(Metric))
            return;
        string nearest = MetricNames.MinBy(name => Distance(name.ToUpperInvariant(), Metric.ToUpperInvariant()))!;
        rules.Require(false, nameof(Metric), $"null or one of {string.Join(", ", MetricNames)} (nearest: {nearest})", Metric);
    }

    private void CheckFolds(OptionRules rules)
    {
        if (Split is null)
        {
            rules.Require(FoldCount >= 2, nameof(FoldCount), "at least 2", FoldCount);
            rules.Require(RepeatCount >= 1, nameof(RepeatCount), "at least 1", RepeatCount);
            return;
        }

        rules.Require(FoldCount == DefaultFoldCount, nameof(FoldCount),
            $"left alone when {nameof(Split)} has a number of folds of its own", FoldCount);
        rules.Require(RepeatCount == 1, nameof(RepeatCount), $"left alone when {nameof(Split)} is given", RepeatCount);
        rules.Check(Split, nameof(Split), static (split, inner) => split.Validate(inner));
    }

    private void CheckLimits(OptionRules rules)
    {
        rules.Require(TrialCount is null or >= 1, nameof(TrialCount), "null or at least 1", TrialCount);
        rules.Require(MaximumTime is null || MaximumTime > TimeSpan.Zero, nameof(MaximumTime), "null or above 0", MaximumTime);
        rules.Require(Patience is null or >= 1, nameof(Patience), "null or at least 1", Patience);
        rules.Require(TrialCount is not null || MaximumTime is not null || Patience is not null, nameof(TrialCount),
            $"given where neither {nameof(MaximumTime)} nor {nameof(Patience)} ends the study", TrialCount);
        rules.Require(
            MaximumTrialTime is null || MaximumTrialTime > TimeSpan.Zero, nameof(MaximumTrialTime), "null or above 0", MaximumTrialTime);
        rules.Require(MaximumEpochCount is null or >= 1, nameof(MaximumEpochCount), "null or at least 1", MaximumEpochCount);
        rules.Require(MaximumTrialMegabytes is null or >= 1, nameof(MaximumTrialMegabytes), "null or at least 1", MaximumTrialMegabytes);
        rules.Require(WorkerCount is null or >= 1, nameof(WorkerCount), "null or at least 1", WorkerCount);
        rules.Require(ThreadCountPerTrial >= 1, nameof(ThreadCountPerTrial), "at least 1", ThreadCountPerTrial);
        rules.Require(CoreCount is null or >= 1, nameof(CoreCount), "null or at least 1", CoreCount);
        rules.Require(MemoryBudgetMegabytes is null or >= 1, nameof(MemoryBudgetMegabytes), "null or at least 1", MemoryBudgetMegabytes);
        rules.Require(Storage is not "", nameof(Storage), "null or not empty", Storage);
        rules.Require(StorageOptions is not null, nameof(StorageOptions), "given", StorageOptions);
        rules.Check(StorageOptions, nameof(StorageOptions), static (storage, inner) => storage.Check(inner));
    }

    /// <summary>How many letters have to be changed, added or taken away (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        int[] last = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 0; i < one.Length; i++)
        {
            int[] next = new int[last.Length];
            next[0] = i + 1;
            for (int j = 0; j < other.Length; j++)
                next[j + 1] = Math.Min(last[j] + (one[i] == other[j] ? 0 : 1), Math.Min(last[j + 1], next[j]) + 1);
            last = next;
        }

        return last[^1];
    }
}
