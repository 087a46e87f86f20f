using System.Text.Json;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>What all cases came to, kept beside the page that is made of it, so that one case can be run again alone.</summary>
internal sealed class PeerResults
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public SortedDictionary<string, PeerCaseResult> Cases { get; init; } = [];

    public static PeerResults Read(string file) => File.Exists(file)
        ? JsonSerializer.Deserialize<PeerResults>(File.ReadAllText(file), Options)!
        : new PeerResults();

    public void Write(string file)
    {
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(this, Options) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }
}

/// <summary>The rounds of one case.</summary>
internal sealed record PeerCaseResult
{
    /// <summary>Processor, cores, runtime.</summary>
    public string Machine { get; init; } = "";

    /// <summary>What the workers read.</summary>
    public string Data { get; init; } = "";

    /// <summary>Threads of every worker, unless it says otherwise.</summary>
    public int Threads { get; init; }

    /// <summary>The library of each contender with its version.</summary>
    public Dictionary<string, string> Libraries { get; init; } = [];

    /// <summary>Why a contender did not take part.</summary>
    public Dictionary<string, string> Absent { get; init; } = [];

    /// <summary>Numbers by contender and name, a dictionary a round.</summary>
    public List<Dictionary<string, Dictionary<string, double>>> Rounds { get; init; } = [];
}
