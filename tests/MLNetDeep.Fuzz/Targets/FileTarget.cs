using MLNetDeep.Fuzz.Mutation;

namespace MLNetDeep.Fuzz.Targets;

/// <summary>A reader of one file, which knows nothing of other files.</summary>
/// <param name="name">What it is called in the table.</param>
/// <param name="share">How large its part of all mutants is.</param>
/// <param name="files">Sound files.</param>
/// <param name="read">Reads one and says what came out.</param>
/// <param name="isDocumented">Whether an exception is one that the reader documents.</param>
internal sealed class FileTarget(
    string name, int share, IReadOnlyDictionary<string, byte[]> files, Func<byte[], string> read, Func<Exception, bool> isDocumented)
    : IFuzzTarget
{
    private readonly string[] _names = [.. files.Keys.Order(StringComparer.Ordinal)];
    private readonly Dictionary<string, string> _expected = files.ToDictionary(file => file.Key, file => read(file.Value));

    public string Name => name;

    public int Share => share;

    /// <summary>Whether a changed byte of a file can be noticed.</summary>
    public Func<string, bool> IsChecked { get; init; } = _ => false;

    /// <summary>Further kinds of damage that make sense for the format; what comes out may be another sound file.</summary>
    public IReadOnlyDictionary<string, Func<byte[], Random, byte[]>> Forgeries { get; init; } =
        new Dictionary<string, Func<byte[], Random, byte[]>>();

    /// <summary>What a sound file unpacks to.</summary>
    public Func<byte[], long> SizeOf { get; init; } = file => file.Length;

    public Mutant Make(Random random)
    {
        var seed = _names[random.Next(_names.Length)];
        var size = SizeOf(files[seed]);
        if (Forgeries.Count > 0 && random.Next(2) == 0)
        {
            var (forgery, forge) = Forgeries.OrderBy(pair => pair.Key, StringComparer.Ordinal).ElementAt(random.Next(Forgeries.Count));
            return Of(forgery, forge(files[seed], random), mayDiffer: true);
        }
        var kind = ByteDamage.Kinds[random.Next(ByteDamage.Kinds.Count)];
        return Of(kind, ByteDamage.Of(kind, files[seed], random), !IsChecked(seed));

        Mutant Of(string what, byte[] bytes, bool mayDiffer) => new(seed, what, bytes, mayDiffer, Math.Max(size, bytes.Length));
    }

    public string Read(Mutant mutant) => read(mutant.Bytes);

    public string Expected(string seed) => _expected[seed];

    public bool IsDocumented(Exception refusal, Mutant mutant) => isDocumented(refusal);
}
