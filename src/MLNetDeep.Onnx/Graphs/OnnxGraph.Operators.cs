using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Graphs;

/// <summary>Operators in short.</summary>
internal sealed partial class OnnxGraph
{
    public string Add(string a, string b) => Op("Add", [a, b]);

    public string Sub(string a, string b) => Op("Sub", [a, b]);

    public string Mul(string a, string b) => Op("Mul", [a, b]);

    public string Div(string a, string b) => Op("Div", [a, b]);

    public string MatMul(string a, string b) => Op("MatMul", [a, b]);

    public string Scalar(float value) => Floats([value]);

    public string Scalar(double value) => Doubles([value]);

    public string Scalar(long value) => Integers([value]);

    public string Cast(string x, DataType type) => Op("Cast", [x], Attr.Int("to", (int)type));

    public string Where(string condition, string x, string otherwise) => Op("Where", [condition, x, otherwise]);

    public string Clip(string x, float least, float most) => Op("Clip", [x, Scalar(least), Scalar(most)]);

    /// <summary>A number where there is none.</summary>
    public string Fill(string x, float instead) => Where(Op("IsNaN", [x]), Scalar(instead), x);

    /// <summary>Another shape of the rows.</summary>
    /// <param name="x">Shape [rows, …].</param>
    /// <param name="shape">Of one row.</param>
    public string Rows(string x, IEnumerable<int> shape)
    {
        long[] sizes = [0, .. shape.Select(size => (long)size)]; // 0 keeps the number of rows
        return Op("Reshape", [x, Integers(sizes, sizes.Length)]);
    }

    public string Reshape(string x, params long[] sizes) => Op("Reshape", [x, Integers(sizes, sizes.Length)]);

    /// <summary>Other order of dimensions; one that undoes another is not written.</summary>
    public string Transpose(string x, params int[] order)
    {
        var same = Enumerable.Range(0, order.Length);
        if (_transposed.TryGetValue(x, out var own) && order.Select(place => own.Order[place]).SequenceEqual(same))
            return own.Source;
        string output = Op("Transpose", [x], Attr.Ints("perm", order));
        _transposed[output] = (x, order);
        return output;
    }

    public string Concat(int axis, params string[] values) =>
        values.Length == 1 ? values[0] : Op("Concat", values, Attr.Int("axis", axis));

    /// <summary>The places from one to before another along a dimension.</summary>
    public string Slice(string x, int axis, int start, int end) =>
        Op("Slice", [x, Integers([start], 1), Integers([end], 1), Integers([axis], 1)]);

    public string Gather(string x, string places, int axis) => Op("Gather", [x, places], Attr.Int("axis", axis));

    public string Unsqueeze(string x, params long[] axes) => Op("Unsqueeze", [x, Integers(axes, axes.Length)]);

    public string Squeeze(string x, params long[] axes) => Op("Squeeze", [x, Integers(axes, axes.Length)]);

    public string Mean(string x, bool keepsDimensions, params int[] axes) =>
        Op("ReduceMean", [x], Attr.Ints("axes", axes), Attr.Int("keepdims", keepsDimensions ? 1 : 0));

    public string Max(string x, params int[] axes) => Op("ReduceMax", [x], Attr.Ints("axes", axes), Attr.Int("keepdims", 0));

    public string Sum(string x, bool keepsDimensions, params long[] axes) =>
        Op("ReduceSum", [x, Integers(axes, axes.Length)], Attr.Int("keepdims", keepsDimensions ? 1 : 0));

    public string ArgMax(string x, int axis) => Op("ArgMax", [x], Attr.Int("axis", axis), Attr.Int("keepdims", 0));

    /// <summary>How many there are up to each place along a dimension, it included or not.</summary>
    public string RunningSum(string x, int axis, bool isExclusive = false) =>
        Op("CumSum", [x, Integers([axis])], Attr.Int("exclusive", isExclusive ? 1 : 0));

    /// <summary>Subtracts the mean along dimensions and divides by the deviation.</summary>
    /// <remarks>From the centred values: an operator that takes the mean's square from the squares' mean loses what is left of a
    /// deviation that is small beside the mean.</remarks>
    public string Normalize(string x, double epsilon, params int[] axes)
    {
        string centred = Sub(x, Mean(x, true, axes));
        string variance = Mean(Mul(centred, centred), true, axes);
        return Div(centred, Op("Sqrt", [Add(variance, Scalar((float)epsilon))]));
    }
}
