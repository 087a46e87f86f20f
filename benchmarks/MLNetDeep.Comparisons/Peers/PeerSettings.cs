using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>What all workers of a case are told, by a file beside their data.</summary>
internal sealed record PeerSettings
{
    private const string FileName = "settings.json";

    /// <summary>mlp, lenet or lstm.</summary>
    public string Network { get; init; } = "mlp";

    /// <summary>Numbers in a row.</summary>
    public int Inputs { get; init; }

    /// <summary>Widths of the hidden layers.</summary>
    public int[] Hidden { get; init; } = [];

    public int Classes { get; init; }

    public int Batch { get; init; }

    public int Epochs { get; init; }

    public int TrainRows { get; init; }

    public int TestRows { get; init; }

    /// <summary>Numbers in a step of a sequence.</summary>
    public int StepWidth { get; init; }

    public double LearningRate { get; init; } = 1e-3;

    public static PeerSettings Read(string folder) =>
        JsonSerializer.Deserialize<PeerSettings>(File.ReadAllText(Path.Combine(folder, FileName)))!;

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this));

    public static float[] ReadFloats(string folder, string name) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, name))).ToArray();

    public static void WriteFloats(string folder, string name, ReadOnlySpan<float> values) =>
        File.WriteAllBytes(Path.Combine(folder, name), MemoryMarshal.AsBytes(values));
}
