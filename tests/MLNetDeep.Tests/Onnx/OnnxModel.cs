using Microsoft.ML;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests.Onnx;

/// <summary>A fitted transformer with rows to score.</summary>
/// <param name="transformer">What scores in ML.NET.</param>
/// <param name="rows">Rows to score.</param>
/// <param name="file">The file when another object wrote it; null to write the transformer.</param>
internal sealed class OnnxModel(ITransformer transformer, IDataView rows, byte[]? file = null)
{
    private readonly Lazy<byte[]> _file = new(() => file ?? Save(transformer));

    /// <summary>The model as ONNX.</summary>
    public byte[] File => _file.Value;

    /// <summary>Runs the file in ONNX Runtime on the raw columns, and compares each output with ML.NET's column of its name.</summary>
    /// <param name="rowCounts">How many rows are scored at once.</param>
    /// <returns>The names of the outputs.</returns>
    public string[] Compare(params ReadOnlySpan<int> rowCounts)
    {
        using var run = new OnnxRun(File);
        foreach (int count in rowCounts)
        {
            var some = new MLContext(1).Data.TakeRows(rows, count);
            var scored = transformer.Transform(some);
            var inputs = run.Session.InputMetadata.ToDictionary(
                input => input.Key, input => OnnxColumns.Read(some, input.Key, input.Value.Dimensions));
            var outputs = run.Run(inputs, count);
            foreach (var (name, values) in outputs)
                Compare(name, OnnxColumns.Read(scored, name, run.Session.OutputMetadata[name].Dimensions), values);
            var columns = scored.Schema.Skip(some.Schema.Count).Select(column => column.Name);
            Assert.Equal(columns.Order(), outputs.Keys.Where(name => !OnnxColumns.IsExtra(name)).Order());
        }

        return [.. run.Session.OutputMetadata.Keys.Order()];
    }

    private static byte[] Save(ITransformer transformer)
    {
        using var stream = new MemoryStream();
        transformer.SaveAsOnnx(stream);
        return stream.ToArray();
    }

    private static void Compare(string name, Array expected, Array actual)
    {
        if (expected is float[] numbers)
            Close.Assert(numbers, Assert.IsType<float[]>(actual), name);
        else
            Assert.Equal(expected.Cast<object>(), actual.Cast<object>());
    }
}
