using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetDeep.Networks;

namespace MLNetDeep.Persistence;

/// <summary>
/// The public safetensors layout (github.com/huggingface/safetensors): the header's length as 8 bytes, the header as
/// JSON, then the tensors' values. Float32 only, little-endian.
/// </summary>
internal static class SafeTensors
{
    private const int LengthSize = sizeof(ulong);

    /// <summary>Writes the tensors of a network.</summary>
    /// <param name="specs">Name, shape and place of each tensor in <paramref name="values"/>.</param>
    /// <param name="values">All values, in the order of <paramref name="specs"/>.</param>
    public static byte[] Write(IReadOnlyList<TensorSpec> specs, float[] values)
    {
        var header = new JsonObject();
        foreach (var spec in specs)
        {
            long start = (long)spec.Offset * sizeof(float);
            header[spec.Name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = JsonSerializer.SerializeToNode(spec.Shape),
                ["data_offsets"] = new JsonArray(start, start + ((long)spec.ElementCount * sizeof(float))),
            };
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        // Padded with spaces, so that the values start at a multiple of 8 as the layout asks.
        var padded = (json.Length + LengthSize - 1) / LengthSize * LengthSize;
        var file = new byte[LengthSize + padded + ((long)values.Length * sizeof(float))];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)padded);
        json.CopyTo(file, LengthSize);
        file.AsSpan(LengthSize + json.Length, padded - json.Length).Fill((byte)' ');
        var data = file.AsSpan(LengthSize + padded);
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes<float>(values).CopyTo(data);
            return file;
        }
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(data[(index * sizeof(float))..], values[index]);
        return file;
    }

    /// <summary>Reads the tensors of a network; the file is not trusted.</summary>
    /// <exception cref="FormatException">The file is truncated, or does not hold exactly these tensors.</exception>
    public static float[] Read(IReadOnlyList<TensorSpec> specs, byte[] file)
    {
        if (file.Length < LengthSize || BinaryPrimitives.ReadUInt64LittleEndian(file) > (ulong)(file.Length - LengthSize))
            throw new FormatException("its header is truncated");
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        var header = JsonSerializer.Deserialize<JsonObject>(file.AsSpan(LengthSize, headerLength))
            ?? throw new FormatException("its header is empty");
        header.Remove("__metadata__");
        var data = file.AsSpan(LengthSize + headerLength);
        if (header.Count != specs.Count)
            throw new FormatException($"it holds {header.Count} tensors, but the network has {specs.Count}");
        var values = new float[specs.Sum(spec => (long)spec.ElementCount)];
        foreach (var spec in specs)
            Copy(spec, header, data, values.AsSpan(spec.Offset, spec.ElementCount));
        return values;
    }

    private static void Copy(TensorSpec spec, JsonObject header, ReadOnlySpan<byte> data, Span<float> destination)
    {
        var entry = header[spec.Name]?.AsObject() ?? throw new FormatException($"tensor '{spec.Name}' is missing");
        var shape = entry.Required<int[]>("shape");
        var type = entry.Required<string>("dtype");
        if (type != "F32" || !shape.SequenceEqual(spec.Shape))
            throw new FormatException($"tensor '{spec.Name}' must be F32 {Show(spec.Shape)}, but is {type} {Show(shape)}");
        var offsets = entry.Required<long[]>("data_offsets");
        var byteCount = (long)destination.Length * sizeof(float);
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] > data.Length || offsets[1] - offsets[0] != byteCount)
            throw new FormatException($"the values of tensor '{spec.Name}' are not where the header says");
        var bytes = data[(int)offsets[0]..(int)offsets[1]];
        for (var index = 0; index < destination.Length; index++)
            destination[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * sizeof(float))..]);
    }

    private static string Show(IEnumerable<int> shape) => $"[{string.Join(", ", shape)}]";
}
