namespace MLNetDeep.Fuzz;

/// <summary>A reader, with sound files to begin from.</summary>
internal interface IFuzzTarget
{
    /// <summary>What it is called in the table.</summary>
    string Name { get; }

    /// <summary>How large its part of all mutants is, beside those of the others.</summary>
    int Share { get; }

    /// <summary>Makes a hostile file.</summary>
    Mutant Make(Random random);

    /// <summary>Reads it, uses what came out, and says what that was.</summary>
    /// <returns>Text that is equal for equal content; <see langword="null"/> never.</returns>
    /// <exception cref="Exception">The file was refused.</exception>
    string Read(Mutant mutant);

    /// <summary>What <see cref="Read"/> gives for the sound file.</summary>
    string Expected(string seed);

    /// <summary>Whether a refusal is one that the reader documents, and says what part of the file is wrong.</summary>
    bool IsDocumented(Exception refusal, Mutant mutant);
}
