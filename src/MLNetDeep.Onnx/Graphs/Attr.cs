using Google.Protobuf;
using MLNetDeep.Onnx.Protocol;

namespace MLNetDeep.Onnx.Graphs;

/// <summary>Attributes of operators.</summary>
internal static class Attr
{
    public static AttributeProto Int(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Float(string name, float value) =>
        new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    public static AttributeProto Ints(string name, params IEnumerable<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        return attribute;
    }

    public static AttributeProto Graph(string name, GraphProto graph) =>
        new() { Name = name, G = graph, Type = AttributeProto.Types.AttributeType.Graph };
}
