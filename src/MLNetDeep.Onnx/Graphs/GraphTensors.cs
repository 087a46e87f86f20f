using System.Runtime.InteropServices;
using Google.Protobuf;
using MLNetDeep.Onnx.Protocol;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Graphs;

/// <summary>The constant tensors of a graph. The same numbers under the same name are written once.</summary>
internal sealed class GraphTensors
{
    private readonly Dictionary<string, TensorProto> _tensors = [];

    public IEnumerable<TensorProto> All => _tensors.Values;

    /// <summary>Adds numbers.</summary>
    /// <param name="name">What they are called; a number is added when other numbers have the name.</param>
    /// <param name="type">Their type, which <typeparamref name="T"/> is.</param>
    /// <param name="values">Row-major; the format is little-endian.</param>
    /// <param name="shape">Empty for a scalar.</param>
    /// <returns>The name they have got.</returns>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public string Add<T>(string name, DataType type, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX's tensors are little-endian, this machine is not.");
        return Add(name, new TensorProto { DataType = type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) }, shape);
    }

    public string Add(string name, IEnumerable<string> texts, params ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto { DataType = DataType.String };
        tensor.StringData.AddRange(texts.Select(ByteString.CopyFromUtf8));
        return Add(name, tensor, shape);
    }

    private string Add(string name, TensorProto tensor, ReadOnlySpan<long> shape)
    {
        tensor.Name = name;
        foreach (long size in shape)
            tensor.Dims.Add(size);
        for (int number = 2; _tensors.TryGetValue(tensor.Name, out TensorProto? other); number++)
        {
            if (other.Equals(tensor))
                return tensor.Name;
            tensor.Name = $"{name}.{number}";
        }

        _tensors.Add(tensor.Name, tensor);
        return tensor.Name;
    }
}
