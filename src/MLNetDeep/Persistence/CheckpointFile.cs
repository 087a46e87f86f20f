using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using MLNetDeep.Training;

namespace MLNetDeep.Persistence;

/// <summary>
/// A checkpoint on disk, in the public safetensors layout: the arrays as float32 tensors, the rest of the state as JSON in the header's
/// metadata, and as the last tensor the SHA-256 of all that stands before it. Little-endian.
/// </summary>
internal static class CheckpointFile
{
    private const string Format = "mlnetdeep-checkpoint-1";
    private const string DigestName = "sha256";
    private const string FormatMember = "format";
    private const string StateMember = "state";

    /// <summary>Writes a checkpoint; the one before it is kept beside it.</summary>
    public static void Write(string path, CheckpointState state, IReadOnlyDictionary<string, float[]> arrays) =>
        ReplacedFile.Write(path, keepPrevious: true, file => Write(file, state, arrays));

    /// <summary>The file to go on from: the path, or what was there before if a process died while it replaced it; null for
    /// neither.</summary>
    public static string? Find(string path) =>
        File.Exists(path) ? path : File.Exists(ReplacedFile.PreviousOf(path)) ? ReplacedFile.PreviousOf(path) : null;

    /// <summary>Reads a checkpoint; the file is not trusted.</summary>
    /// <exception cref="FormatException">The file is no checkpoint, torn or altered; the message names it and the one before
    /// it.</exception>
    public static (CheckpointState State, IReadOnlyDictionary<string, float[]> Arrays) Read(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or ArgumentException or KeyNotFoundException
                                            or OverflowException)
        {
            string previous = ReplacedFile.PreviousOf(path);
            string hint = File.Exists(previous) ? $" The one before it is '{previous}'." : "";
            throw new FormatException($"The checkpoint '{path}' cannot be read: {error.Message.TrimEnd('.')}.{hint}", error);
        }
    }

    private static void Write(Stream file, CheckpointState state, IReadOnlyDictionary<string, float[]> arrays)
    {
        IEnumerable<SafeTensor> tensors = arrays.Select(array => new SafeTensor(array.Key, SafeTensorTypes.Float32, [array.Value.Length]));
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FormatMember] = Format,
            [StateMember] = JsonSerializer.Serialize(state, ModelJson.Options),
        };
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(SafeTensorsHeader.Write([.. tensors, new SafeTensor(DigestName, "U8", [SHA256.HashSizeInBytes])], metadata));
        foreach (float[] values in arrays.Values)
            Append(BytesOf(values));
        file.Write(digest.GetHashAndReset());

        void Append(ReadOnlySpan<byte> bytes)
        {
            file.Write(bytes);
            digest.AppendData(bytes);
        }
    }

    private static (CheckpointState State, IReadOnlyDictionary<string, float[]> Arrays) Read(byte[] file)
    {
        int end = file.Length - SHA256.HashSizeInBytes;
        if (end < 0 || !SHA256.HashData(file.AsSpan(0, end)).AsSpan().SequenceEqual(file.AsSpan(end)))
            throw new FormatException("it is truncated or was altered, its SHA-256 is not the one it ends with");
        var tensors = new SafeTensors(file);
        if (tensors.Metadata.GetValueOrDefault(FormatMember) is var format && format != Format)
            throw new FormatException($"its format is '{format}', and only '{Format}' is known");
        CheckpointState state = JsonSerializer.Deserialize<CheckpointState>(tensors.Metadata[StateMember], ModelJson.Options)!;
        IEnumerable<SafeTensor> arrays = tensors.Tensors.Where(tensor => tensor.Name != DigestName);
        return (state, arrays.ToDictionary(tensor => tensor.Name, tensor => tensors.GetValues(tensor.Name), StringComparer.Ordinal));
    }

    private static ReadOnlySpan<byte> BytesOf(float[] values) => BitConverter.IsLittleEndian
        ? MemoryMarshal.AsBytes<float>(values)
        : throw new PlatformNotSupportedException("Checkpoints are written on little-endian machines only.");
}
