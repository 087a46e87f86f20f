using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MLNetDeep.Persistence;

/// <summary>
/// What stands before the numbers of a safetensors file (github.com/huggingface/safetensors): its own length as 8 bytes, then as JSON
/// the type, shape and place of each tensor, padded with spaces to a multiple of 8.
/// </summary>
internal sealed class SafeTensorsHeader
{
    private const int LengthSize = sizeof(ulong);
    private const string MetadataMember = "__metadata__";

    private static readonly JsonSerializerOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
    };

    private SafeTensorsHeader(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<PlacedTensor> tensors, int size)
    {
        Metadata = metadata;
        Tensors = tensors;
        Size = size;
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, in the order of their places.</summary>
    public IReadOnlyList<PlacedTensor> Tensors { get; }

    /// <summary>Bytes before the numbers.</summary>
    public int Size { get; }

    /// <summary>Writes a header; the numbers are to follow in the tensors' order.</summary>
    public static byte[] Write(IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = new JsonObject();
        if (metadata is { Count: > 0 })
            header[MetadataMember] = JsonSerializer.SerializeToNode(metadata);
        long place = 0;
        foreach (SafeTensor tensor in tensors)
        {
            long start = place;
            place += tensor.ElementCount * SafeTensorTypes.SizeOf(tensor.DataType);
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = tensor.DataType,
                ["shape"] = JsonSerializer.SerializeToNode(tensor.Shape),
                ["data_offsets"] = new JsonArray(start, place),
            };
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        int padded = (json.Length + LengthSize - 1) / LengthSize * LengthSize;
        byte[] bytes = new byte[LengthSize + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)padded);
        json.CopyTo(bytes, LengthSize);
        bytes.AsSpan(LengthSize + json.Length).Fill((byte)' ');
        return bytes;
    }

    /// <summary>Reads a header; the file is not trusted.</summary>
    /// <param name="file">The whole file: header and numbers.</param>
    /// <exception cref="FormatException">The file is truncated, or the tensors do not fill it one behind the other.</exception>
    public static SafeTensorsHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < LengthSize || BinaryPrimitives.ReadUInt64LittleEndian(file) > (ulong)(file.Length - LengthSize))
            throw new FormatException("its header is truncated");
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Dictionary<string, JsonElement> header = Parse(file.Slice(LengthSize, length));
        IReadOnlyDictionary<string, string> metadata = ReadOnlyDictionary<string, string>.Empty;
        if (header.Remove(MetadataMember, out JsonElement given))
            metadata = Words(given);
        int size = LengthSize + length;
        PlacedTensor[] tensors = [.. header.Select(Place).OrderBy(tensor => tensor.Start).ThenBy(tensor => tensor.End)];
        RequireNoGaps(tensors, file.Length - size);
        return new SafeTensorsHeader(metadata, tensors, size);
    }

    private static Dictionary<string, JsonElement> Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json, Strict) ?? throw new FormatException("its header is null");
        }
        catch (JsonException error)
        {
            throw new FormatException("its header is no JSON object with different members", error);
        }
    }

    private static Dictionary<string, string> Words(JsonElement metadata)
    {
        try
        {
            return metadata.Deserialize<Dictionary<string, string>>(Strict) ?? throw new FormatException("its metadata is null");
        }
        catch (JsonException error)
        {
            throw new FormatException("its metadata is not made of words", error);
        }
    }

    private static PlacedTensor Place(KeyValuePair<string, JsonElement> member)
    {
        string name = member.Key;
        try
        {
            Entry entry = member.Value.Deserialize<Entry>(Strict) ?? throw new FormatException($"tensor '{name}' is null");
            var tensor = new SafeTensor(name, entry.DataType, entry.Shape);
            long[] offsets = entry.Offsets;
            if (tensor.Shape.Any(dimension => dimension < 0))
                throw new FormatException($"tensor '{name}' has the shape {tensor.Description}");
            long byteCount = checked(tensor.ElementCount * SafeTensorTypes.SizeOf(tensor.DataType));
            return offsets is [>= 0, _] && offsets[1] - offsets[0] == byteCount
                ? new PlacedTensor(tensor, offsets[0], offsets[1])
                : throw new FormatException($"the values of tensor '{name}' are not where the header says");
        }
        catch (Exception error) when (error is JsonException or OverflowException)
        {
            throw new FormatException($"the header's entry of tensor '{name}' does not make sense", error);
        }
    }

    /// <summary>Overlapping or spare bytes would let one file mean different things to different readers; the format forbids them.</summary>
    private static void RequireNoGaps(IEnumerable<PlacedTensor> tensors, long byteCount)
    {
        long place = 0;
        foreach (PlacedTensor tensor in tensors)
        {
            if (tensor.Start != place)
                throw new FormatException($"the values of tensor '{tensor.Tensor.Name}' are not where the header says");
            place = tensor.End;
        }

        if (place != byteCount)
            throw new FormatException($"its tensors take {place} bytes, but {byteCount} follow the header");
    }

    private sealed record Entry(
        [property: JsonPropertyName("dtype")] string DataType,
        [property: JsonPropertyName("shape")] int[] Shape,
        [property: JsonPropertyName("data_offsets")] long[] Offsets);
}

/// <summary>A tensor and where its bytes start and end, counted from the end of the header.</summary>
internal readonly record struct PlacedTensor(SafeTensor Tensor, long Start, long End);
