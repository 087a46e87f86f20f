using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.Tasks;

namespace MLNetDeep.Training;

/// <summary>All that decides what a fit comes to, by name: settings as they are, large things as SHA-256.</summary>
internal static class FitFingerprint
{
    private const string Digest = "sha256:";

    /// <summary>Describes a fit; reads all data once.</summary>
    public static IReadOnlyDictionary<string, string> Of(
        NetworkSpec network, ITrainingHead head, TrainingData data, FitSettings settings, ReadOnlySpan<float> initial)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["network"] = Hash(Encoding.UTF8.GetBytes(network.ToJson())),
            ["task"] = head is TaskHead task ? Hash(Encoding.UTF8.GetBytes(task.Task.Name + task.ToJson().ToJsonString(ModelJson.Options))) : "",
            ["features"] = Hash(data.Features),
            ["labels"] = Hash<float>(data.Targets.Values),
            ["weights"] = data.Weights is null ? "" : Hash<float>(data.Weights),
            ["training rows"] = Hash<int>(data.TrainRows),
            ["validation rows"] = Hash<int>(data.ValidationRows),
            ["streamed rows"] = data.Stream is { } stream ? Digest + Convert.ToHexStringLower(stream.File.Digest()) : "",
            ["initial model"] = initial.IsEmpty ? "" : Hash(initial),
        };
        foreach ((string name, JsonElement value) in JsonSerializer.SerializeToElement(settings, ModelJson.Options)
            .EnumerateObject().Select(member => (member.Name, member.Value)))
            parts[name] = JsonSerializer.Serialize(value);
        return parts;
    }

    /// <summary>Refuses to go on with another fit than the one that wrote the checkpoint.</summary>
    /// <exception cref="InvalidOperationException">Something differs; the message names it.</exception>
    public static void RequireSame(string path, IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now)
    {
        string[] different =
        [
            .. now.Keys.Union(then.Keys).Where(name => then.GetValueOrDefault(name) != now.GetValueOrDefault(name))
                .Select(name => Describe(name, then.GetValueOrDefault(name), now.GetValueOrDefault(name))),
        ];
        if (different.Length > 0)
        {
            throw new InvalidOperationException(
                $"The checkpoint '{path}' belongs to another fit: {string.Join(", ", different)}. "
                + "Give it the same data and options, or remove it to start anew.");
        }
    }

    private static string Describe(string name, string? then, string? now) =>
        IsShort(then) && IsShort(now) ? $"{name} was {then} and is {now}" : $"different {name}";

    private static bool IsShort(string? value) =>
        value is { Length: > 0 and < 80 } && !value.StartsWith(Digest, StringComparison.Ordinal);

    private static string Hash(RawRows rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < rows.RowCount; row++)
            hash.AppendData(MemoryMarshal.AsBytes(rows.CellsOf(row)));
        return Digest + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Hash<T>(ReadOnlySpan<T> values) where T : unmanaged => Hash(MemoryMarshal.AsBytes(values));

    private static string Hash(ReadOnlySpan<byte> bytes) => Digest + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
