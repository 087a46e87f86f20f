namespace MLNetDeep.Training;

/// <summary>What callbacks record in one epoch, by name.</summary>
internal sealed class EpochValues
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>How the values of an epoch become one.</summary>
    public sealed record Entry(RecordedAs Kind, double Total, long Count);

    /// <summary>What has been recorded, for checkpoints.</summary>
    public IReadOnlyDictionary<string, Entry> Entries => _entries;

    public void Add(string name, double value, RecordedAs kind)
    {
        Entry old = _entries.GetValueOrDefault(name) ?? new Entry(kind, 0, 0);
        if (old.Kind != kind)
            throw new ArgumentException($"'{name}' is recorded as {old.Kind} in this epoch and cannot be {kind} too.", nameof(kind));
        double total = kind switch
        {
            RecordedAs.Mean => old.Total + value,
            RecordedAs.Largest => old.Count == 0 ? value : Math.Max(old.Total, value),
            _ => value,
        };
        _entries[name] = new Entry(kind, total, old.Count + 1);
    }

    /// <summary>Goes on from a checkpoint.</summary>
    public void Restore(IReadOnlyDictionary<string, Entry> entries)
    {
        foreach ((string name, Entry entry) in entries)
            _entries[name] = entry;
    }

    /// <summary>One value a name.</summary>
    public IReadOnlyDictionary<string, double> Close() => _entries.ToDictionary(
        pair => pair.Key, pair => pair.Value.Kind == RecordedAs.Mean ? pair.Value.Total / pair.Value.Count : pair.Value.Total);
}
