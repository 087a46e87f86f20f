using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>How a recurrent network tells a sequence: the half behind the encoder.</summary>
/// <remarks>At each step the decoder gets what the encoder made of the row, and its own previous output (arXiv:1406.1078).</remarks>
public sealed record DecoderOptions
{
    /// <summary>Numbers in the decoder's state.</summary>
    /// <value>Default <see langword="null"/>: twice those of the encoder's. From 1 to 65,536.</value>
    public int? HiddenSize { get; init; }

    /// <summary>Numbers of the learned vector by which a key that was told is fed back.</summary>
    /// <value>Default 16. At least 1; without effect on numbers.</value>
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>The most keys that are told.</summary>
    /// <value>Default <see langword="null"/>: as many as the longest training label has. At least 1; longer labels are cut, and without
    /// effect on numbers.</value>
    public int? MaximumSteps { get; init; }

    /// <summary>While training, the chance that a step is fed the true previous output instead of the network's own.</summary>
    /// <value>Default 1: always (teacher forcing, Williams and Zipser 1989). From 0 to 1.</value>
    public double TeacherForcing { get; init; } = 1;

    /// <summary>What <see cref="TeacherForcing"/> is multiplied by in the course of a fit, so that the network learns to go on from its
    /// own mistakes (scheduled sampling, arXiv:1506.03099).</summary>
    /// <value>Default <see langword="null"/>: it stays as it is.</value>
    public Schedule? TeacherForcingSchedule { get; init; }

    /// <summary>Whether the feature column is no sequence but one vector of features, which linear layers encode.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool ReadsVector { get; init; }

    internal void Check(OptionRules rules)
    {
        rules.Require(HiddenSize is null or (>= 1 and <= 65_536), nameof(HiddenSize), "from 1 to 65536", HiddenSize);
        rules.Require(EmbeddingSize >= 1, nameof(EmbeddingSize), "at least 1", EmbeddingSize);
        rules.Require(MaximumSteps is null or >= 1, nameof(MaximumSteps), "at least 1", MaximumSteps);
        rules.Require(TeacherForcing is >= 0 and <= 1, nameof(TeacherForcing), "from 0 to 1", TeacherForcing);
        rules.Check(TeacherForcingSchedule, nameof(TeacherForcingSchedule), static (part, inner) => part.Check(inner));
    }
}
