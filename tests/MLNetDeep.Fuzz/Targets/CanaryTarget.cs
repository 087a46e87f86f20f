namespace MLNetDeep.Fuzz.Targets;

/// <summary>A reader with every fault there is: the fuzzer must find them all.</summary>
internal sealed class CanaryTarget : IFuzzTarget
{
    private static readonly string[] Faults = ["sound", "refuses", "silent", "undocumented", "greedy", "crashes", "hangs"];

    public string Name => "canary";

    public int Share => 1;

    public Mutant Make(Random random) => new("bird", Faults[random.Next(Faults.Length)], [1, 2, 3], MayDiffer: false, HonestSize: 3);

    public string Expected(string seed) => "song";

    public bool IsDocumented(Exception refusal, Mutant mutant) => refusal is FormatException;

    public string Read(Mutant mutant)
    {
        switch (mutant.Kind)
        {
            case "refuses":
                throw new FormatException("Part 'bird' is no bird.");
            case "silent":
                return "noise";
            case "undocumented":
                throw new IndexOutOfRangeException();
            case "greedy":
                var taken = new byte[100 << 20];
                return taken[^1] == 0 ? "song" : "noise";
            case "crashes":
                Environment.FailFast("The bird is dead.");
                return "song";
            case "hangs":
                Thread.Sleep(Timeout.Infinite);
                return "song";
            default:
                return "song";
        }
    }
}
