using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    private const int LengthSize = sizeof(ulong);

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
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            string previous = ReplacedFile.PreviousOf(path);
            string hint = File.Exists(previous) ? $" The one before it is '{previous}'." : "";
            throw new FormatException($"The checkpoint '{path}' cannot be read: {error.Message.TrimEnd('.')}.{hint}", error);
        }
    }

    private static void Write(Stream file, CheckpointState state, IReadOnlyDictionary<string, float[]> arrays)
    {
        var header = new JsonObject
        {
            ["__metadata__"] = new JsonObject
            {
                ["format"] = Format,
                ["state"] = JsonSerializer.Serialize(state, ModelJson.Options),
            },
        };
        long place = 0;
        foreach ((string name, float[] values) in arrays)
            header[name] = Entry("F32", values.Length, ref place, sizeof(float));
        header[DigestName] = Entry("U8", SHA256.HashSizeInBytes, ref place, 1);

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        int padded = (json.Length + LengthSize - 1) / LengthSize * LengthSize;
        byte[] head = new byte[LengthSize + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)padded);
        json.CopyTo(head, LengthSize);
        head.AsSpan(LengthSize + json.Length).Fill((byte)' ');

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(head);
        foreach (float[] values in arrays.Values)
            Append(BytesOf(values));
        file.Write(digest.GetHashAndReset());

        void Append(ReadOnlySpan<byte> bytes)
        {
            file.Write(bytes);
            digest.AppendData(bytes);
        }
    }

    private static JsonObject Entry(string type, int length, ref long place, int size)
    {
        long start = place;
        place += (long)length * size;
        return new JsonObject
        {
            ["dtype"] = type,
            ["shape"] = new JsonArray(length),
            ["data_offsets"] = new JsonArray(start, place),
        };
    }

    private static (CheckpointState State, IReadOnlyDictionary<string, float[]> Arrays) Read(byte[] file)
    {
        int end = file.Length - SHA256.HashSizeInBytes;
        if (end < LengthSize || !SHA256.HashData(file.AsSpan(0, end)).AsSpan().SequenceEqual(file.AsSpan(end)))
            throw new FormatException("it is truncated or was altered, its SHA-256 is not the one it ends with");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > (ulong)(end - LengthSize))
            throw new FormatException("its header is truncated");
        var header = JsonSerializer.Deserialize<JsonObject>(file.AsSpan(LengthSize, (int)length))!;
        JsonObject metadata = header["__metadata__"]?.AsObject() ?? throw new FormatException("it has no metadata");
        if (metadata["format"]?.GetValue<string>() is var format && format != Format)
            throw new FormatException($"its format is '{format}', and only '{Format}' is known");
        CheckpointState state = JsonSerializer.Deserialize<CheckpointState>(metadata["state"]!.GetValue<string>(), ModelJson.Options)!;
        var arrays = new Dictionary<string, float[]>(StringComparer.Ordinal);
        ReadOnlySpan<byte> data = file.AsSpan(LengthSize + (int)length, end - LengthSize - (int)length);
        foreach ((string name, JsonNode? entry) in header)
        {
            if (name is "__metadata__" or DigestName)
                continue;
            long[] places = entry!["data_offsets"].Deserialize<long[]>()!;
            if (places is not [>= 0, var last] || last > data.Length || last < places[0])
                throw new FormatException($"the values of '{name}' are not where the header says");
            arrays.Add(name, MemoryMarshal.Cast<byte, float>(data[(int)places[0]..(int)last]).ToArray());
        }

        return (state, arrays);
    }

    private static ReadOnlySpan<byte> BytesOf(float[] values) => BitConverter.IsLittleEndian
        ? MemoryMarshal.AsBytes<float>(values)
        : throw new PlatformNotSupportedException("Checkpoints are written on little-endian machines only.");
}
