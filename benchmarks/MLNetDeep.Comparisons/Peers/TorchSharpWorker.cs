using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>A training loop written by hand in TorchSharp.</summary>
internal sealed class TorchSharpWorker : IPeerWorker
{
    private const int ImageHeader = 16;
    private const int LabelHeader = 8;
    private const int EvaluationBatch = 1000;

    private readonly PeerSettings _settings;
    private readonly (Tensor X, Tensor Y) _train;
    private readonly (Tensor X, Tensor Y) _test;

    public TorchSharpWorker(PeerSettings settings, string folder, int threads)
    {
        set_num_threads(threads);
        _settings = settings;
        if (settings.Network != "lenet")
        {
            (_train, _test) = (Rows(folder, "train"), Rows(folder, "test"));
            return;
        }

        byte[] pixels = File.ReadAllBytes(Path.Combine(folder, "train-images"))[ImageHeader..];
        double mean = pixels.Average(pixel => (double)pixel);
        double deviation = Math.Sqrt(pixels.Average(pixel => (pixel - mean) * (pixel - mean)));
        (_train, _test) = (Images(folder, "train", mean, deviation), Images(folder, "test", mean, deviation));
    }

    public string Name => $"TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}, by hand";

    public Dictionary<string, double> Round()
    {
        using DisposeScope scope = NewDisposeScope();
        RawNetwork network = RawNetwork.Create(_settings);
        var optimizer = new RawAdam(network.Parameters, _settings.LearningRate);
        var clock = Stopwatch.StartNew();
        double first = 0;
        for (int epoch = 0; epoch < _settings.Epochs; epoch++)
        {
            Epoch(network, optimizer);
            if (epoch == 0)
                first = clock.Elapsed.TotalSeconds;
        }

        double seconds = clock.Elapsed.TotalSeconds;
        var values = new Dictionary<string, double>
        {
            ["loop rows/s"] = _settings.TrainRows * (_settings.Epochs - 1) / (seconds - first),
            ["fit rows/s"] = _settings.TrainRows * (double)_settings.Epochs / seconds,
            ["fit s"] = seconds,
            ["accuracy"] = Accuracy(network),
        };
        optimizer.Dispose();
        network.Parameters.ForEach(parameter => parameter.Dispose());
        return values;
    }

    private void Epoch(RawNetwork network, RawAdam optimizer)
    {
        using DisposeScope epoch = NewDisposeScope();
        Tensor order = randperm(_settings.TrainRows);
        double total = 0;
        for (int start = 0; start < _settings.TrainRows; start += _settings.Batch)
        {
            using DisposeScope step = NewDisposeScope();
            Tensor rows = order.narrow(0, start, Math.Min(_settings.Batch, _settings.TrainRows - start));
            optimizer.Clear();
            Tensor loss = nn.functional.cross_entropy(network.Forward(_train.X.index_select(0, rows)), _train.Y.index_select(0, rows));
            loss.backward();
            optimizer.Step();
            total += loss.item<float>();
        }

        if (!double.IsFinite(total))
            throw new InvalidOperationException("The loss is not finite.");
    }

    private double Accuracy(RawNetwork network)
    {
        using IDisposable noGradients = no_grad();
        double right = 0;
        for (int start = 0; start < _settings.TestRows; start += EvaluationBatch)
        {
            using DisposeScope step = NewDisposeScope();
            int count = Math.Min(EvaluationBatch, _settings.TestRows - start);
            Tensor predicted = network.Forward(_test.X.narrow(0, start, count)).argmax(1);
            right += predicted.eq(_test.Y.narrow(0, start, count)).sum().item<long>();
        }

        return right / _settings.TestRows;
    }

    private (Tensor, Tensor) Rows(string folder, string part)
    {
        Tensor x = tensor(PeerSettings.ReadFloats(folder, $"{part}-features.f32"));
        long[] shape = _settings.StepWidth > 0 ? [-1, _settings.Inputs / _settings.StepWidth, _settings.StepWidth] : [-1, _settings.Inputs];
        return (x.view(shape), tensor([.. PeerSettings.ReadFloats(folder, $"{part}-labels.f32").Select(label => (long)label)]));
    }

    private static (Tensor, Tensor) Images(string folder, string part, double mean, double deviation)
    {
        byte[] pixels = File.ReadAllBytes(Path.Combine(folder, $"{part}-images"))[ImageHeader..];
        byte[] labels = File.ReadAllBytes(Path.Combine(folder, $"{part}-labels"))[LabelHeader..];
        float[] scaled = [.. pixels.Select(pixel => (float)((pixel - mean) / deviation))];
        return (tensor(scaled).view(-1, 1, 28, 28), tensor([.. labels.Select(label => (long)label)]));
    }
}
