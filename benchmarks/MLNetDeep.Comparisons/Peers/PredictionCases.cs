namespace MLNetDeep.Comparisons.Peers;

/// <summary>Prediction by the same trained network, and what comes before: loading it, and reading rows.</summary>
internal static class PredictionCases
{
    private static readonly PeerSettings Small = new()
    {
        Inputs = 20,
        Hidden = [64, 64],
        Classes = 3,
        Batch = 128,
        Epochs = 1,
        TrainRows = 5_000,
        TestRows = 200_000,
    };

    public static PeerCase Prediction => new(
        "prediction", "Prediction by an MLP 20-64-64-3: one row, many rows, loading", run =>
        {
            PeerSettings chosen = run.IsQuick ? Small with { TestRows = 50_000 } : Small;
            PeerData.WriteRows(chosen, run.Folder);
            return FormattableString.Invariant($"{chosen.TestRows:N0} rows");
        },
        [
            new(Contender.Ours, "prediction", "mlnetdeep"), new("PyTorch", "prediction", "pytorch"), new("TorchScript", "prediction", "torchscript"),
            new("skorch", "prediction", "skorch"), new("MLPClassifier", "prediction", "sklearn"), new("XGBoost", "prediction", "xgboost"),
        ],
        [
            PeerFinding.Time("one row, bare model", "PyTorch", "row us", 30), PeerFinding.Time("one row, bare model", "TorchScript", "row us"),
            Own("one row, bare model", round => round[Contender.Ours, "row us"]),
            Own("one row, engine - empty engine", round => round[Contender.Ours, "engine us"] - round[Contender.Ours, "empty engine us"]),
            PeerFinding.Time("one row, engine", "skorch", "row us", oursMetric: "engine us"),
            PeerFinding.Time("one row, engine", "MLPClassifier", "row us", oursMetric: "engine us"),
            PeerFinding.Time("one row, engine", "XGBoost", "row us", oursMetric: "engine us"),
            PeerFinding.Rate("many rows, bare model", "PyTorch", "rows/s", 1.2), PeerFinding.Rate("many rows, bare model", "TorchScript", "rows/s"),
            PeerFinding.Rate("many rows, pipeline", "skorch", "pipeline rows/s", 3, "rows/s"),
            PeerFinding.Rate("many rows, pipeline", "MLPClassifier", "pipeline rows/s", peersMetric: "rows/s"),
            PeerFinding.Rate("many rows, pipeline", "XGBoost", "pipeline rows/s", peersMetric: "rows/s"),
            PeerFinding.Time("loading", "PyTorch", "load ms"), PeerFinding.Time("loading", "skorch", "load ms"),
            PeerFinding.Time("loading", "MLPClassifier", "load ms"),
        ]);

    public static PeerCase Tables => new(
        "tables", "From a table of 20 numbers to a tensor", run =>
        {
            int rows = run.IsQuick ? 50_000 : 200_000;
            var settings = new PeerSettings { Inputs = 20, Batch = 128, TrainRows = run.IsQuick ? 200_000 : 1_000_000 };
            settings.Write(run.Folder);
            PeerSettings.WriteFloats(run.Folder, "train-features.f32", new float[100_000 * settings.Inputs]);
            PeerData.WriteCsv(settings, run.Folder, rows);
            return FormattableString.Invariant($"{settings.TrainRows:N0} rows made while they are read, {rows:N0} lines of CSV");
        },
        [
            new(Contender.Ours, "tables", "mlnetdeep"), new("skorch", "tables", "skorch"), new("pandas", "tables", "pandas"),
            new("NumPy", "tables", "numpy"),
        ],
        [
            PeerFinding.Rate("rows to tensors", "skorch", "view rows/s"), PeerFinding.Rate("CSV to tensor", "pandas", "CSV rows/s"),
            PeerFinding.Rate("CSV to tensor", "NumPy", "CSV rows/s"),
        ])
    {
        Rounds = 5,
    };

    private static PeerFinding Own(string what, Func<PeerRound, double?> of) =>
        new(what, "", of) { Target = 2, IsAtLeast = false, Unit = " µs" };
}
