using MLNetDeep.Cli.Output;
using MLNetDeep.Images;

namespace MLNetDeep.Cli.Commands;

/// <summary>Where images are and what becomes of them; either <see cref="Images"/> or <see cref="Folder"/> is set.</summary>
internal sealed record ImageSettings
{
    public string? Images { get; init; }

    public string? Labels { get; init; }

    public string? TestImages { get; init; }

    public string? TestLabels { get; init; }

    public string? Folder { get; init; }

    public string? TestFolder { get; init; }

    /// <summary>Width and height; null where images have one size already.</summary>
    public int[]? Size { get; init; }

    public int Channels { get; init; }

    public ImageResizing Resizing { get; init; }

    public bool SkipsOtherFiles { get; init; }

    public string[]? Classes { get; init; }

    public string? Confusion { get; init; }

    /// <summary>What was learnt from, for people.</summary>
    public string Name => Images ?? Folder!;

    /// <summary>Refuses what cannot be before any work is done.</summary>
    public void Check(SettingRules rules) => rules.Require(Channels is 1 or 3, "--channels", "1 or 3", Channels);

    public void CheckTargets()
    {
        if (Confusion != null)
            AtomicFile.CheckTarget(Confusion, "Confusion picture");
    }
}
