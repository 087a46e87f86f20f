using System.Diagnostics;
using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>Training as our users write it: options, a trainer, <c>Fit</c> on a data view; told to do what the peers' loops do.</summary>
internal sealed class TrainingWorker : IPeerWorker
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _train;
    private readonly IDataView _test;
    private readonly DeepTrainer _trainer;
    private readonly PeerSettings _settings;

    public TrainingWorker(PeerSettings settings, string folder, int threads)
    {
        _settings = settings;
        (_train, _test) = (Load(folder, "train"), Load(folder, "test"));
        _trainer = settings.Network switch
        {
            "lenet" => _ml.MulticlassClassification.Trainers.Cnn(Plainly(new CnnOptions { Preset = CnnPreset.LeNet5 }, settings, threads)),
            "lstm" => _ml.MulticlassClassification.Trainers.Lstm(Plainly(LstmLikePeers(settings), settings, threads)),
            _ => _ml.MulticlassClassification.Trainers.Mlp(Plainly(MlpLikePeers(settings), settings, threads)),
        };
    }

    public string Name => $"MLNetDeep {typeof(DeepModel).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>Linear layers and ReLU, nothing else.</summary>
    public static MlpOptions MlpLikePeers(PeerSettings settings) => new()
    {
        Preset = MlpPreset.Plain,
        HiddenSizes = [.. settings.Hidden],
        Activation = Activation.Relu,
        Dropout = 0,
        NumericScaling = NumericScaling.None,
    };

    /// <summary>Adam with one step size, no regularisation, all rows learned from, no examination afterwards.</summary>
    public static TOptions Plainly<TOptions>(TOptions options, PeerSettings settings, int threads) where TOptions : DeepTrainerOptions =>
        (TOptions)(options with
        {
            Optimizer = new Adam(),
            LearningRate = settings.LearningRate,
            LearningRateSchedule = new ConstantSchedule(),
            MaximumEpochCount = settings.Epochs,
            BatchSize = settings.Batch,
            DropLastBatch = false,
            WeightDecay = 0,
            L2Penalty = 0,
            LabelSmoothing = 0,
            GradientClipNorm = 0,
            ValidationFraction = 0,
            Patience = 0,
            Diagnose = false,
            ThreadCount = threads,
            Seed = 1,
        });

    public Dictionary<string, double> Round()
    {
        var clock = Stopwatch.StartNew();
        DeepPredictionTransformer model = _trainer.Fit(_train);
        double seconds = clock.Elapsed.TotalSeconds;
        IReadOnlyList<EpochReport> epochs = model.Model.History.Epochs;
        double loop = (epochs[^1].Elapsed - epochs[0].Elapsed).TotalSeconds;
        return new Dictionary<string, double>
        {
            ["loop rows/s"] = _settings.TrainRows * (epochs.Count - 1) / loop,
            ["fit rows/s"] = _settings.TrainRows * (double)epochs.Count / seconds,
            ["fit s"] = seconds,
            ["accuracy"] = _ml.MulticlassClassification.Evaluate(model.Transform(_test)).MicroAccuracy,
        };
    }

    private IDataView Load(string folder, string part) => _settings.Network == "lenet"
        ? _ml.Data.LoadFromIdx(Path.Combine(folder, $"{part}-images"), Path.Combine(folder, $"{part}-labels"))
        : FeatureRow.Load(_ml, _settings, folder, part);

    private static LstmOptions LstmLikePeers(PeerSettings settings) => new()
    {
        HiddenSize = settings.Hidden[0],
        StepWidth = settings.StepWidth,
        Bidirectional = false,
        Pooling = StepPool.Last,
        Dropout = 0,
        ConvolutionChannels = [],
    };
}
