using System.Globalization;
using System.Text.Json;
using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Onnx.Heads;
using MLNetDeep.Onnx.Protocol;
using MLNetDeep.Tasks;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx;

/// <summary>Whole models as ONNX: inputs, networks, what the task makes of their outputs, and what is to be known about them.</summary>
internal static class ModelWriter
{
    private const int Opset = 17;
    private const int FormatVersion = 8; // of ONNX 1.12, the first with this operator set
    private const long MostBytes = int.MaxValue - (1 << 20); // a file of this format ends at 2 GiB

    /// <summary>A model.</summary>
    /// <exception cref="NotSupportedException">A layer or the task has no place in ONNX, or the file would outgrow 2 GiB.</exception>
    public static ModelProto Write(DeepModel model, GraphInputs inputs)
    {
        var graph = new OnnxGraph("MLNetDeep");
        HeadEmitter head = HeadEmitter.Of(model.Head, graph);
        string raw = inputs.Write(graph, model);
        string scores = Score(model, graph, raw, "");
        graph.Scope = "";
        head.WriteOutputs(scores);
        return Finish(graph, model.Task, head.Names, [model]);
    }

    /// <summary>Models whose predictions are added in shares.</summary>
    /// <exception cref="NotSupportedException">As for one model.</exception>
    public static ModelProto Write(TaskHead head, IReadOnlyList<(DeepModel Model, double Share)> models, GraphInputs inputs)
    {
        var graph = new OnnxGraph("MLNetDeep");
        HeadEmitter emitter = HeadEmitter.Of(head, graph);
        string raw = inputs.Write(graph, models[0].Model);
        List<string> parts = [];
        for (int i = 0; i < models.Count; i++)
        {
            string scores = Score(models[i].Model, graph, raw, Prefix("model", i));
            graph.Scope = "";
            string own = graph.Cast(scores, DataType.Double);
            if (head is BinaryHead) // whose probabilities are added, as float32 holds them
                own = graph.Cast(graph.Cast(graph.Op("Sigmoid", [own]), DataType.Float), DataType.Double);
            parts.Add(graph.Mul(own, graph.Scalar(models[i].Share)));
        }

        string sum = graph.Cast(parts.Aggregate(graph.Add), DataType.Float);
        emitter.WriteOutputs(head is BinaryHead
            ? LogitEmitter.Logit(graph, graph.Cast(sum, DataType.Double), BinaryTask.LeastProbability, 1 - BinaryTask.LeastProbability)
            : sum);
        return Finish(graph, head.Task.Name, emitter.Names, [.. models.Select(member => member.Model)]);
    }

    /// <summary>A network alone: from raw rows to the numbers of its last layer.</summary>
    public static ModelProto Write(NetworkSpec network, ReadOnlySpan<float> tensors)
    {
        var graph = new OnnxGraph("network");
        graph.AddInput("Input", DataType.Float, "Raw rows.", "N", network.InputWidth);
        string output = new NetworkEmitter(graph).Run(network, tensors, "Input");
        graph.Scope = "";
        string row = graph.Rows(output, [network.OutputWidth]);
        graph.AddOutput(row, "Output", DataType.Float, "The last layer's.", "N", network.OutputWidth);
        return Wrap(graph, network.ElementCount);
    }

    /// <summary>Finished scores: float of shape [rows, outputs].</summary>
    private static string Score(DeepModel model, OnnxGraph graph, string raw, string prefix)
    {
        HeadEmitter head = HeadEmitter.Of(model.Head, graph);
        if (model.IsEnsemble)
        {
            List<string> members = [];
            for (int i = 0; i < model.Members.Count; i++)
                members.Add(graph.Unsqueeze(Score(model.Members[i], graph, raw, prefix + Prefix("member", i)), 1));
            graph.Scope = prefix.TrimEnd('/');
            return head.Average(graph.Concat(1, [.. members]));
        }

        NetworkSpec network = model.Network;
        string output = new NetworkEmitter(graph, prefix).Run(network, model.Tensors, raw);
        graph.Scope = prefix + "head";
        if (network.MemberCount > 1)
            return head.Calibrate(head.Average(head.Finish(output)));
        if (network.OutputShape.Count > 1)
            output = graph.Rows(output, [network.OutputWidth]);
        return head.Calibrate(head.Finish(output));
    }

    private static string Prefix(string word, int number) => FormattableString.Invariant($"{word}{number}/");

    private static ModelProto Finish(OnnxGraph graph, string task, IReadOnlyList<string>? names, IReadOnlyList<DeepModel> models)
    {
        IEnumerable<DeepModel> networks = models.SelectMany(model => model.Members);
        ModelProto file = Wrap(graph, networks.Sum(network => (long)network.Network.ElementCount));
        string taken = file.Graph.Input.Select(input => input.Name).Intersect(file.Graph.Output.Select(output => output.Name))
            .FirstOrDefault("");
        if (taken.Length > 0)
        {
            throw new NotSupportedException(
                $"A model that reads a column '{taken}' cannot be written as ONNX, where an output has that name and names are unique: "
                + "rename the column and train anew.");
        }

        Add(file, "task", task);
        if (names is not null)
            Add(file, task == "multilabel" ? "labels" : task == "regression" ? "targets" : "classes", JsonSerializer.Serialize(names));
        Add(file, "networks", networks.Count().ToString(CultureInfo.InvariantCulture));
        Add(file, "parameters", networks.Sum(network => network.Network.ParameterCount).ToString(CultureInfo.InvariantCulture));
        file.DocString = $"A {task} model trained with MLNetDeep. Its inputs and outputs say what they are.";
        return file;
    }

    private static ModelProto Wrap(OnnxGraph graph, long numbers)
    {
        if (sizeof(float) * numbers > MostBytes)
        {
            throw new NotSupportedException(
                FormattableString.Invariant($"A model of {numbers} numbers cannot be written as ONNX: such a file ends at 2 GiB."));
        }

        var file = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "MLNetDeep",
            ProducerVersion = PackageVersions.Of(typeof(DeepModel).Assembly),
            Graph = graph.Build(),
        };
        file.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return file;
    }

    private static void Add(ModelProto file, string key, string value) =>
        file.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
}
