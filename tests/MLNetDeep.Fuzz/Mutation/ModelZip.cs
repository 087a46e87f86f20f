namespace MLNetDeep.Fuzz.Mutation;

/// <summary>Damages model zips: their bytes, their parts, and what is in the parts.</summary>
internal sealed class ModelZip(IReadOnlyDictionary<string, byte[]> zips)
{
    private const int BombSize = 200 << 20;
    private static readonly byte[] Zeros = new byte[BombSize];
    private static readonly string[] Paths = ["../../../escaped", "/absolute", "..\\..\\escaped", "/", "CON", "a\0b", "Model.key", "Schema"];
    private readonly string[] _names = [.. zips.Keys.Order(StringComparer.Ordinal)];
    private readonly Dictionary<string, Archive> _archives = zips.ToDictionary(zip => zip.Key, zip => Archive.Read(zip.Value));

    /// <summary>Makes a hostile model.</summary>
    public Mutant Make(Random random)
    {
        var seed = _names[random.Next(_names.Length)];
        if (random.Next(10) < 3)
        {
            var kind = ByteDamage.Kinds[random.Next(ByteDamage.Kinds.Count)];
            return Of(seed, kind, ByteDamage.Of(kind, zips[seed], random), mayDiffer: false);
        }
        var archive = _archives[seed].Copy();
        var part = random.Next(archive.Parts.Count);
        return random.Next(100) switch
        {
            < 12 => Altered(seed, archive, part, random),
            < 20 => Rearranged(seed, archive, part, random),
            < 28 => Swapped(seed, archive, part, random),
            28 => Bomb(seed, archive, part, random),
            _ => Forged(seed, archive, part, random),
        };
    }

    private Mutant Of(string seed, string kind, byte[] bytes, bool mayDiffer) =>
        new(seed, kind, bytes, mayDiffer, Math.Max(bytes.Length, _archives[seed].Size));

    // The zip's checksum is right, the header's SHA-256 is not.
    private Mutant Altered(string seed, Archive archive, int part, Random random)
    {
        var vouched = archive.IsVouchedFor(part);
        archive.Replace(part, ByteDamage.Of(archive.Parts[part].Content, random), false);
        return Of(seed, "altered part", archive.Write(), !vouched);
    }

    private Mutant Rearranged(string seed, Archive archive, int part, Random random)
    {
        var (name, content) = archive.Parts[part];
        switch (random.Next(4))
        {
            case 0:
                archive.Parts.RemoveAt(part);
                // Without a schema, and without ML.NET's own note of its version, a model is whole.
                return Of(seed, "missing part", archive.Write(), mayDiffer: false);
            case 1:
                archive.Parts[part] = (Paths[random.Next(Paths.Length)], content);
                return Of(seed, "renamed part", archive.Write(), mayDiffer: false);
            case 2:
                archive.Parts.Add((Paths[random.Next(Paths.Length)], content));
                return Of(seed, "further part", archive.Write(), mayDiffer: true);
            default:
                var damaged = ByteDamage.Of("bytes", content, random);
                archive.Parts.Insert(random.Next(archive.Parts.Count + 1), (name, damaged));
                return Of(seed, "part twice", archive.Write(), mayDiffer: true);
        }
    }

    private Mutant Swapped(string seed, Archive archive, int part, Random random)
    {
        var other = _archives[_names[random.Next(_names.Length)]];
        var file = Path.GetFileName(archive.Parts[part].Name);
        var twins = other.Parts.Where(candidate => Path.GetFileName(candidate.Name) == file).ToArray();
        var content = twins.Length > 0 ? twins[random.Next(twins.Length)].Content : other.Parts[random.Next(other.Parts.Count)].Content;
        var (vouched, mend) = (archive.IsVouchedFor(part), random.Next(2) == 0);
        archive.Replace(part, content, mend);
        return Of(seed, mend ? "swapped part, right SHA-256" : "swapped part", archive.Write(), mend || !vouched);
    }

    private Mutant Bomb(string seed, Archive archive, int part, Random random)
    {
        if (random.Next(3) == 0)
            archive.Parts.Add(("padding", Zeros));
        else
            archive.Replace(part, Zeros, mendDigest: true);
        return Of(seed, "bomb", archive.Write(), mayDiffer: true) with { HonestSize = _archives[seed].Size };
    }

    // Everything fits together again: only sense can tell.
    private Mutant Forged(string seed, Archive archive, int part, Random random)
    {
        var (name, content) = archive.Parts[part];
        var edited = Path.GetExtension(name) switch
        {
            ".json" when random.Next(8) > 0 => Json.Edit(content, random),
            ".safetensors" => Tensors.Edit(content, random),
            _ => ByteDamage.Of(content, random),
        };
        archive.Replace(part, edited, mendDigest: true);
        return Of(seed, $"forged {Short(name)}", archive.Write(), mayDiffer: true);
    }

    private static string Short(string name)
    {
        var file = Path.GetFileName(name);
        return file is "Model.key" && name.Contains('/', StringComparison.Ordinal)
            ? name.StartsWith("TransformerChain/Model.key", StringComparison.Ordinal) ? "chain" : "header"
            : file;
    }
}
