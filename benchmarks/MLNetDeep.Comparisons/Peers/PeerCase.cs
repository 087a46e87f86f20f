namespace MLNetDeep.Comparisons.Peers;

/// <summary>The same work, given to several libraries in turn.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Title">What is done, in words.</param>
/// <param name="Prepare">Writes what the workers read, and says what the data are.</param>
/// <param name="Contenders">Who does it.</param>
/// <param name="Findings">What is read from the numbers.</param>
internal sealed record PeerCase(
    string Name, string Title, Func<PeerRun, string> Prepare, IReadOnlyList<Contender> Contenders, IReadOnlyList<PeerFinding> Findings)
{
    /// <summary>Rounds when not told otherwise.</summary>
    public int Rounds { get; init; } = 7;
}

/// <summary>A library that takes part in a case.</summary>
/// <param name="Key">Its name in the results.</param>
/// <param name="Work">training, prediction, tables, growth or cold.</param>
/// <param name="Library">What the worker calls it.</param>
internal sealed record Contender(string Key, string Work, string Library)
{
    public const string Ours = "MLNetDeep";

    /// <summary>Threads where they differ from those of the others.</summary>
    public int? Threads { get; init; }

    /// <summary>Folder of the case in which its data lie.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Whether every round is a new process, which ends with it.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Whether the worker is this program.</summary>
    public bool IsOurs => Library is "mlnetdeep" or "torchsharp";
}

/// <summary>A number made of what two or more libraries took in the same round.</summary>
/// <param name="What">What is compared.</param>
/// <param name="Beside">With what.</param>
/// <param name="Of">The number of a round; null where a worker is missing.</param>
internal sealed record PeerFinding(string What, string Beside, Func<PeerRound, double?> Of)
{
    /// <summary>Where the number is to lie; null where nothing was promised.</summary>
    public double? Target { get; init; }

    /// <summary>Whether more is better.</summary>
    public bool IsAtLeast { get; init; } = true;

    /// <summary>Decimals that are shown.</summary>
    public string Format { get; init; } = "F2";

    public string Unit { get; init; } = "×";

    /// <summary>How many times as much ours does, by a rate.</summary>
    public static PeerFinding Rate(string what, string beside, string metric, double? target = null, string? peersMetric = null) =>
        new(what, beside, round => round[Contender.Ours, metric] / round[beside, peersMetric ?? metric]) { Target = target };

    /// <summary>How many times as fast ours is, by a time.</summary>
    public static PeerFinding Time(string what, string beside, string metric, double? target = null, string? oursMetric = null) =>
        new(what, beside, round => round[beside, metric] / round[Contender.Ours, oursMetric ?? metric]) { Target = target };

    /// <summary>Whether a number keeps the target.</summary>
    public bool IsMet(double value) => IsAtLeast ? value >= Target : value <= Target;
}

/// <summary>What the workers took in one round.</summary>
/// <param name="values">By contender and name of the value.</param>
internal sealed class PeerRound(IReadOnlyDictionary<string, Dictionary<string, double>> values)
{
    /// <summary>One number; null where the worker did not take part.</summary>
    public double? this[string contender, string metric] =>
        values.TryGetValue(contender, out Dictionary<string, double>? row) && row.TryGetValue(metric, out double value) ? value : null;
}

/// <summary>How a run was asked for.</summary>
/// <param name="Folder">Where the workers' files go.</param>
/// <param name="Images">Where Fashion-MNIST lies.</param>
/// <param name="IsQuick">Whether less work is done in fewer rounds, to see that all goes.</param>
internal sealed record PeerRun(string Folder, string Images, bool IsQuick);
