using Google.Protobuf;
using Microsoft.ML;
using MLNetDeep.Onnx.Protocol;

namespace MLNetDeep.Onnx;

/// <summary>An ONNX file before it is written, and what it says of itself.</summary>
internal sealed class OnnxFile
{
    private readonly ModelProto _model;

    private OnnxFile(ModelProto model)
    {
        _model = model;
        Inputs = [.. model.Graph.Input.Select(OnnxValue.Of)];
        Outputs = [.. model.Graph.Output.Select(OnnxValue.Of)];
    }

    /// <summary>What the file is, in words.</summary>
    public string Meaning => _model.DocString;

    public IReadOnlyList<OnnxValue> Inputs { get; }

    public IReadOnlyList<OnnxValue> Outputs { get; }

    /// <exception cref="NotSupportedException">The transformer is another than ours, or ONNX cannot express it.</exception>
    public static OnnxFile Of(ITransformer transformer) => new(TransformerWriter.Write(transformer));

    public void WriteTo(Stream stream) => _model.WriteTo(stream);
}

/// <summary>An input or output of a file.</summary>
internal sealed record OnnxValue(string Name, string Type, string Shape, string Meaning)
{
    public static OnnxValue Of(ValueInfoProto value)
    {
        TypeProto.Types.Tensor tensor = value.Type.TensorType;
        IEnumerable<string> sizes = tensor.Shape.Dim.Select(
            size => size.HasDimParam ? size.DimParam : FormattableString.Invariant($"{size.DimValue}"));
        return new OnnxValue(value.Name, tensor.ElemType.ToString().ToLowerInvariant(), $"[{string.Join(", ", sizes)}]", value.DocString);
    }
}
