namespace MLNetDeep.Comparisons.Peers;

/// <summary>Training the same network on the same rows: batch, optimiser, step size, epochs and threads are the same for all.</summary>
internal static class TrainingCases
{
    private const string TorchSharp = "TorchSharp loop";
    private const string PyTorch = "PyTorch loop";
    private const string Lone = "PyTorch loop, 1 thread";

    // 1.05 times its time is 1 / 1.05 of its rate.
    private const double AsFast = 1 / 1.05;

    private const string SkorchLone = "skorch, 1 thread";

    private static readonly Contender Ours = new(Contender.Ours, "training", "mlnetdeep");
    private static readonly Contender Raw = new(TorchSharp, "training", "torchsharp");
    private static readonly Contender Torch = new(PyTorch, "training", "pytorch");
    private static readonly Contender Skorch = new("skorch", "training", "skorch");
    private static readonly Contender Sklearn = new("MLPClassifier", "training", "sklearn");
    private static readonly Contender XGBoost = new("XGBoost", "training", "xgboost");

    public static PeerCase Small => new(
        "mlp-small", "Training an MLP 20-64-64-3, batch 128, Adam", Rows(new PeerSettings
        {
            Inputs = 20,
            Hidden = [64, 64],
            Classes = 3,
            Batch = 128,
            Epochs = 10, // skorch's default
            TrainRows = 25_600,
            TestRows = 10_000,
        }),
        [
            Ours, Raw, Torch, Torch with { Key = Lone, Threads = 1 }, Skorch, Skorch with { Key = SkorchLone, Threads = 1 }, Sklearn, XGBoost,
        ],
        [
            Best("MLP small, loop", PyTorch, Lone, "loop rows/s", 6), PeerFinding.Rate("MLP small, loop", TorchSharp, "loop rows/s", AsFast),
            Best("MLP small, fit", "skorch", SkorchLone, "fit rows/s", 8), PeerFinding.Rate("MLP small, fit", "MLPClassifier", "fit rows/s"),
            PeerFinding.Time("MLP small, fit", "XGBoost", "fit s"),
        ]);

    public static PeerCase Wide => new(
        "mlp-wide", "Training an MLP 512-512-512-512-10, batch 512, Adam", Rows(new PeerSettings
        {
            Inputs = 512,
            Hidden = [512, 512, 512],
            Classes = 10,
            Batch = 512,
            Epochs = 4,
            TrainRows = 10_240,
            TestRows = 2_000,
        }),
        [Ours, Raw, Torch, Skorch, Sklearn],
        [
            PeerFinding.Rate("MLP wide, loop", PyTorch, "loop rows/s", 1.1), PeerFinding.Rate("MLP wide, loop", TorchSharp, "loop rows/s", AsFast),
            PeerFinding.Rate("MLP wide, fit", "skorch", "fit rows/s"), PeerFinding.Rate("MLP wide, fit", "MLPClassifier", "fit rows/s"),
        ]);

    public static PeerCase LeNet => new(
        "lenet", "Training LeNet-5, batch 128, Adam", run => PeerData.WriteImages(
            Shrink(new PeerSettings { Network = "lenet", Classes = 10, Batch = 128, Epochs = 4, TrainRows = 12_800, TestRows = 10_000 }, run),
            run.Folder, run.Images),
        [Ours, Raw, Torch],
        [
            PeerFinding.Rate("LeNet-5, loop", TorchSharp, "loop rows/s", AsFast), PeerFinding.Rate("LeNet-5, loop", PyTorch, "loop rows/s"),
        ])
    {
        Rounds = 5,
    };

    public static PeerCase Lstm => new(
        "lstm", "Training an LSTM of 64 on 100 steps of 8 numbers, batch 64, Adam", Rows(new PeerSettings
        {
            Network = "lstm",
            Inputs = 800,
            StepWidth = 8,
            Hidden = [64],
            Classes = 3,
            Batch = 64,
            Epochs = 2,
            TrainRows = 1_280,
            TestRows = 1_000,
        }),
        [Ours, Raw, Torch, Torch with { Key = Lone, Threads = 1 }],
        [
            Best("LSTM 64 x 100, loop", PyTorch, Lone, "loop rows/s"), PeerFinding.Rate("LSTM 64 x 100, loop", TorchSharp, "loop rows/s", AsFast),
        ])
    {
        Rounds = 5,
    };

    /// <summary>Beside the better of all threads and one: small steps gain nothing by a second thread, and may lose by it.</summary>
    private static PeerFinding Best(string what, string peer, string lonePeer, string metric, double? target = null) => new(
        what, $"{peer}, all threads or one", round => (round[peer, metric], round[lonePeer, metric]) switch
        {
            ({ } all, { } one) => round[Contender.Ours, metric] / Math.Max(all, one),
            var (all, one) => round[Contender.Ours, metric] / (all ?? one),
        })
    {
        Target = target,
    };

    private static Func<PeerRun, string> Rows(PeerSettings settings) => run =>
    {
        PeerSettings chosen = Shrink(settings, run);
        PeerData.WriteRows(chosen, run.Folder);
        return FormattableString.Invariant(
            $"{chosen.TrainRows:N0} rows that a random network labelled, 5 % of them by chance; {chosen.Epochs} epochs; {chosen.TestRows:N0} test rows");
    };

    private static PeerSettings Shrink(PeerSettings settings, PeerRun run) => run.IsQuick
        ? settings with { TrainRows = settings.TrainRows / 4, Epochs = 2 }
        : settings;
}
