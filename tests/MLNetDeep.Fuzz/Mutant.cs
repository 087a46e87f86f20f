namespace MLNetDeep.Fuzz;

/// <summary>One hostile file.</summary>
/// <param name="Seed">The sound file it was made from, by its name in the corpus.</param>
/// <param name="Kind">What was done to it.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="MayDiffer">
/// Whether it may be read as something else than the sound file: the format has no checksum over what was changed, or all of them were put
/// right, as one who makes another model can. What is read must then be sound in itself.
/// </param>
/// <param name="HonestSize">Bytes that the sound file unpacks to, or the mutant's own length where that is more.</param>
internal sealed record Mutant(string Seed, string Kind, byte[] Bytes, bool MayDiffer, long HonestSize)
{
    /// <summary>What reading it may allocate: twice what is there, and 64 MB.</summary>
    public long AllowedBytes => (2 * HonestSize) + (64L << 20);
}
