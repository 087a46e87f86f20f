using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MLNetDeep.Networks;

namespace MLNetDeep.Persistence;

/// <summary>
/// A file of named tensors in the public safetensors layout (github.com/huggingface/safetensors), as PyTorch's and other libraries' tools
/// write and read it. It holds numbers alone: no code, nothing to run.
/// </summary>
/// <remarks>
/// A file is not trusted: lengths are bounded by what is there, and tensors must fill it without gaps, as the format asks. Numbers of
/// less than a byte are not supported.
/// </remarks>
public sealed class SafeTensors
{
    private readonly byte[] _file;
    private readonly SafeTensorsHeader _header;
    private readonly Dictionary<string, PlacedTensor> _places;

    internal SafeTensors(byte[] file)
    {
        _file = file;
        _header = SafeTensorsHeader.Read(file);
        _places = _header.Tensors.ToDictionary(tensor => tensor.Tensor.Name, StringComparer.Ordinal);
        Tensors = [.. _header.Tensors.Select(tensor => tensor.Tensor)];
    }

    /// <summary>The tensors, in the order of their numbers.</summary>
    public IReadOnlyList<SafeTensor> Tensors { get; }

    /// <summary>Words about the file, such as <c>format: pt</c>; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <returns>Its tensors.</returns>
    /// <exception cref="FormatException">It is truncated, or not in this layout; the message says what is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafeTensors Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(File.ReadAllBytes(path));
    }

    /// <summary>Reads a file to its end.</summary>
    /// <param name="stream">A stream at the start of the file; it stays open.</param>
    /// <returns>Its tensors.</returns>
    /// <exception cref="FormatException">It is truncated, or not in this layout; the message says what is wrong.</exception>
    public static SafeTensors Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Parse(copy.ToArray());
    }

    /// <summary>The numbers of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Row-major in the tensor's shape; those that float32 cannot hold exactly are rounded.</returns>
    /// <exception cref="ArgumentException">The file has no such tensor.</exception>
    public float[] GetValues(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_places.TryGetValue(name, out PlacedTensor place))
            throw new ArgumentException($"The safetensors file has no tensor '{name}'.", nameof(name));
        float[] values = new float[place.Tensor.ElementCount];
        Copy(place, values);
        return values;
    }

    /// <summary>Writes float32 tensors.</summary>
    /// <param name="stream">Where the file is written; it stays open.</param>
    /// <param name="tensors">Name, shape and numbers of each, row-major; they are written in this order.</param>
    /// <param name="metadata">Words about the file; null for none.</param>
    /// <exception cref="ArgumentException">A name stands twice, or a shape has not as many numbers as were given.</exception>
    public static void Save(
        Stream stream,
        IEnumerable<(string Name, IReadOnlyList<int> Shape, float[] Values)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        var all = tensors.Select(tensor => (Tensor: new SafeTensor(tensor.Name, SafeTensorTypes.Float32, tensor.Shape), tensor.Values)).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((SafeTensor tensor, float[] values) in all)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"A safetensors file must have different names, but '{tensor.Name}' stands twice.", nameof(tensors));
            if (tensor.ElementCount != values.Length)
            {
                throw new ArgumentException(
                    $"Tensor '{tensor.Name}' of type {tensor.Description} must have {tensor.ElementCount} numbers, but has {values.Length}.",
                    nameof(tensors));
            }
        }

        stream.Write(SafeTensorsHeader.Write(all.Select(tensor => tensor.Tensor), metadata));
        foreach ((_, float[] values) in all)
            WriteFloats(stream, values);
    }

    /// <summary>A file of a network's tensors.</summary>
    /// <param name="specs">Name, shape and place of each tensor in <paramref name="values"/>.</param>
    /// <param name="values">All numbers, in the order of <paramref name="specs"/>.</param>
    internal static byte[] Write(IReadOnlyList<TensorSpec> specs, float[] values)
    {
        byte[] header = SafeTensorsHeader.Write(specs.Select(Describe));
        byte[] file = new byte[header.Length + ((long)values.Length * sizeof(float))];
        using var stream = new MemoryStream(file);
        stream.Write(header);
        WriteFloats(stream, values);
        return file;
    }

    /// <summary>Reads the tensors of a network; the file is not trusted.</summary>
    /// <exception cref="FormatException">The file is truncated, or does not hold exactly these tensors.</exception>
    internal static float[] Read(IReadOnlyList<TensorSpec> specs, byte[] file)
    {
        var tensors = new SafeTensors(file);
        if (tensors.Tensors.Count != specs.Count)
            throw new FormatException($"it holds {tensors.Tensors.Count} tensors, but the network has {specs.Count}");
        // All are compared before anything is allocated: a description may claim more numbers than there is memory.
        PlacedTensor[] places = [.. specs.Select(spec => tensors.Find(spec))];
        float[] values = new float[specs.Sum(spec => (long)spec.ElementCount)];
        foreach ((TensorSpec spec, PlacedTensor place) in specs.Zip(places))
            tensors.Copy(place, values.AsSpan(spec.Offset, spec.ElementCount));
        return values;
    }

    /// <summary>Writes numbers as the layout keeps them: little-endian.</summary>
    internal static void WriteFloats(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, value);
            stream.Write(number);
        }
    }

    private static SafeTensor Describe(TensorSpec spec) => new(spec.Name, SafeTensorTypes.Float32, spec.Shape);

    private static SafeTensors Parse(byte[] file)
    {
        try
        {
            return new SafeTensors(file);
        }
        catch (FormatException error)
        {
            throw new FormatException($"The safetensors file cannot be read: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private PlacedTensor Find(TensorSpec spec)
    {
        if (!_places.TryGetValue(spec.Name, out PlacedTensor place))
            throw new FormatException($"tensor '{spec.Name}' is missing");
        SafeTensor expected = Describe(spec);
        return place.Tensor.Equals(expected)
            ? place
            : throw new FormatException($"tensor '{spec.Name}' must be {expected.Description}, but is {place.Tensor.Description}");
    }

    private void Copy(PlacedTensor place, Span<float> values)
    {
        ReadOnlySpan<byte> bytes = _file.AsSpan(_header.Size + (int)place.Start, (int)(place.End - place.Start));
        if (BitConverter.IsLittleEndian && place.Tensor.DataType == SafeTensorTypes.Float32)
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
        else
            SafeTensorTypes.Read(place.Tensor.DataType, bytes, values);
    }
}
