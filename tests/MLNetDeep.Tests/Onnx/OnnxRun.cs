using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetDeep.Networks;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests.Onnx;

/// <summary>An exported model in ONNX Runtime.</summary>
internal sealed class OnnxRun : IDisposable
{
    public OnnxRun(byte[] model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        Session = new InferenceSession(model, options);
    }

    public InferenceSession Session { get; }

    public static OnnxRun Of(NetworkSpec network, float[] tensors) => new(ModelWriter.Write(network, tensors).ToByteArray());

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">Row-major values for each input.</param>
    /// <param name="rows">Number of rows.</param>
    /// <returns>Row-major values of each output.</returns>
    public Dictionary<string, Array> Run(IReadOnlyDictionary<string, Array> inputs, int rows)
    {
        Assert.Equal(Session.InputMetadata.Keys.Order(), inputs.Keys.Order());
        List<NamedOnnxValue> values = [.. inputs.Select(input => Value(input.Key, input.Value, rows))];
        using var outputs = Session.Run(values);
        return outputs.ToDictionary(output => output.Name, output =>
        {
            Assert.Equal(rows, Session.OutputMetadata[output.Name].Dimensions is [-1, ..] ? Rows(output) : -1);
            return Values(output);
        });
    }

    public float[] RunNetwork(float[] x, int rows) =>
        (float[])Run(new Dictionary<string, Array> { ["Input"] = x }, rows)["Output"];

    public void Dispose() => Session.Dispose();

    private static NamedOnnxValue Value(string name, Array values, int rows) => values switch
    {
        float[] numbers => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(numbers, [rows, numbers.Length / rows])),
        long[] keys => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(keys, [rows, keys.Length / rows])),
        _ => throw new ArgumentException($"{values.GetType()} is no input."),
    };

    private static int Rows(DisposableNamedOnnxValue output) => output.ElementType switch
    {
        TensorElementType.Float => output.AsTensor<float>().Dimensions[0],
        TensorElementType.Int64 => output.AsTensor<long>().Dimensions[0],
        TensorElementType.Bool => output.AsTensor<bool>().Dimensions[0],
        _ => output.AsTensor<string>().Dimensions[0],
    };

    private static Array Values(DisposableNamedOnnxValue output) => output.ElementType switch
    {
        TensorElementType.Float => output.AsTensor<float>().ToArray(),
        TensorElementType.Int64 => output.AsTensor<long>().ToArray(),
        TensorElementType.Bool => output.AsTensor<bool>().ToArray(),
        _ => output.AsTensor<string>().ToArray(),
    };
}
