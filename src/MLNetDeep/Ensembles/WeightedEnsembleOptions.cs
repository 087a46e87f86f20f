using System.Collections.Immutable;

namespace MLNetDeep;

/// <summary>How a <see cref="WeightedEnsemble"/> chooses the weights of its members.</summary>
/// <remarks>Options are immutable and are checked once, when the trainer is made: all violations arrive in one exception.</remarks>
public sealed record WeightedEnsembleOptions
{
    /// <summary>The column that the members learn to predict.</summary>
    /// <value>Default <c>Label</c>. The members must be told the same.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The members' names, in their order, as they stand in the model and in ML.NET's log.</summary>
    /// <value>Default empty: they are numbered. Else as many as there are members, and all different.</value>
    public ImmutableArray<string> MemberNames { get; init; } = [];

    /// <summary>Into how many folds the rows are split, so that each row is scored by members that did not learn from it.</summary>
    /// <value>Default 5. At least 2; fewer rows, or groups, make fewer folds.</value>
    public int FoldCount { get; init; } = 5;

    /// <summary>The column whose equal values belong together: such rows are never on both sides of a split.</summary>
    /// <value>Default <see langword="null"/>: each row for itself, and every fold has the same share of each class.</value>
    public string? SamplingKeyColumnName { get; init; }

    /// <summary>What the selection improves, by its name among the task's metrics.</summary>
    /// <value>
    /// Default <see langword="null"/>: the task's loss, which is the log-loss for classes and the squared error for numbers. Accuracy
    /// moves in jumps and is easily overfitted by a selection (Caruana et al., ICML 2004, section 4).
    /// </value>
    public string? Metric { get; init; }

    /// <summary>How many members the greedy selection picks, the same ones again and again where that helps.</summary>
    /// <value>Default 50, as auto-sklearn picks (NeurIPS 2015). At least 1. The best round counts.</value>
    public int SelectionCount { get; init; } = 50;

    /// <summary>How many selections are made, each among some of the members at random, and averaged.</summary>
    /// <value>Default 1: one selection among all. At least 1; Caruana et al. bag 20 times where there are hundreds of members.</value>
    public int BagCount { get; init; } = 1;

    /// <summary>The share of the members that each of several selections may choose from.</summary>
    /// <value>Default 0.5 (Caruana et al., ICML 2004). Above 0 and at most 1.</value>
    public double BagFraction { get; init; } = 0.5;

    /// <summary>Whether the chosen members learn again from all rows; else the models of the folds are kept and averaged.</summary>
    /// <value>Default <see langword="true"/>: one fit more a member, and a model that is smaller and faster by the number of folds.</value>
    public bool RefitMembers { get; init; } = true;

    /// <summary>Where the random numbers of the folds and of the bags start; the members have seeds of their own.</summary>
    /// <value>Default <see langword="null"/>: drawn from the <c>MLContext</c>.</value>
    public int? Seed { get; init; }

    internal void Validate(int memberCount)
    {
        var rules = new OptionRules(nameof(WeightedEnsembleOptions));
        rules.Require(!string.IsNullOrEmpty(LabelColumnName), nameof(LabelColumnName), "not empty", LabelColumnName);
        var names = MemberNames.IsDefault ? [] : MemberNames;
        var isNamed = names.Length == 0 || (names.Length == memberCount && names.Distinct().Count() == memberCount);
        rules.Require(isNamed, nameof(MemberNames), $"empty or {memberCount} different names", names);
        rules.Require(FoldCount >= 2, nameof(FoldCount), "at least 2", FoldCount);
        rules.Require(SamplingKeyColumnName is not "", nameof(SamplingKeyColumnName), "null or not empty", SamplingKeyColumnName);
        rules.Require(Metric is not "", nameof(Metric), "null or not empty", Metric);
        rules.Require(SelectionCount >= 1, nameof(SelectionCount), "at least 1", SelectionCount);
        rules.Require(BagCount >= 1, nameof(BagCount), "at least 1", BagCount);
        rules.Require(BagFraction is > 0 and <= 1, nameof(BagFraction), "above 0 and at most 1", BagFraction);
        rules.ThrowIfBroken();
    }

    internal string NameOf(int member) => MemberNames.IsDefaultOrEmpty ? $"member {member + 1}" : MemberNames[member];
}
