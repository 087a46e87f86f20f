using Microsoft.ML;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>What is measured in a new process each time: starting up, and fits of growing tables with their memory.</summary>
internal static class FreshCases
{
    private static readonly PeerSettings Small = new()
    {
        Inputs = 20,
        Hidden = [64, 64],
        Classes = 3,
        Batch = 128,
        Epochs = 1,
        TrainRows = 1_000,
        TestRows = 10,
    };

    private static readonly (int Rows, int Columns)[] Sizes =
        [(1_000, 20), (10_000, 20), (100_000, 20), (1_000_000, 20), (10_000_000, 20), (100_000, 200), (10_000, 2_000)];

    public static PeerCase Cold => new(
        "cold", "From the start of a process to its first prediction, MLP 20-64-64-3", run =>
        {
            PeerData.WriteRows(Small, run.Folder);
            var ml = new MLContext(seed: 1);
            IDataView rows = FeatureRow.Load(ml, Small, run.Folder, "train");
            MlpOptions options = TrainingWorker.Plainly(TrainingWorker.MlpLikePeers(Small), Small, threads: 1);
            ml.Model.Save(ml.MulticlassClassification.Trainers.Mlp(options).Fit(rows), rows.Schema, Path.Combine(run.Folder, ColdWorker.ModelFile));
            return "ours is compiled while it starts, and loads the model; the peers import their library and make a network of random weights";
        },
        [
            new(Contender.Ours, "cold", "mlnetdeep") { IsFresh = true }, new("PyTorch", "cold", "pytorch") { IsFresh = true },
            new("skorch", "cold", "skorch") { IsFresh = true },
        ],
        [PeerFinding.Time("cold start", "PyTorch", "start ms"), PeerFinding.Time("cold start", "skorch", "start ms")])
    {
        Rounds = 5,
    };

    public static PeerCase Growth => new(
        "growth", "One epoch of an MLP 64-64 for a number, batch 1024, Adam, as the table grows", run =>
        {
            foreach ((int rows, int columns) in Sizes)
            {
                // Where less is asked for, the largest table is left out by making it small.
                int count = run.IsQuick ? Math.Min(rows, 100_000) : rows;
                string folder = Path.Combine(run.Folder, FolderOf(rows, columns));
                Directory.CreateDirectory(folder);
                new PeerSettings { Inputs = columns, Hidden = [64, 64], Classes = 1, Batch = 1024, Epochs = 1, TrainRows = count }.Write(folder);
            }

            return "a new process each; PyTorch holds its rows before the clock starts, ours reads them as they are made; data MB is float32";
        },
        [
            .. Sizes.SelectMany(size => new Contender[]
            {
                new(Key(Contender.Ours, size), "growth", "mlnetdeep") { IsFresh = true, Folder = FolderOf(size.Rows, size.Columns) },
                new(Key("PyTorch", size), "growth", "pytorch") { IsFresh = true, Folder = FolderOf(size.Rows, size.Columns) },
            }),
        ],
        [
            .. Sizes.Select(size => new PeerFinding(
                $"fit of {Name(size)}, reading included", "PyTorch",
                round => round[Key("PyTorch", size), "fit s"] / round[Key(Contender.Ours, size), "fit s"])),
            .. Sizes.Select(size => new PeerFinding(
                $"peak memory of {Name(size)}", "1.2 × data + 200 MB",
                round => round[Key(Contender.Ours, size), "peak MB"] / (1.2 * round[Key(Contender.Ours, size), "data MB"] + 200))
            {
                Target = 1,
                IsAtLeast = false,
            }),
        ])
    {
        Rounds = 2,
    };

    private static string FolderOf(int rows, int columns) => FormattableString.Invariant($"{rows}x{columns}");

    private static string Name((int Rows, int Columns) size) => FormattableString.Invariant($"{size.Rows:N0} × {size.Columns:N0}");

    private static string Key(string library, (int Rows, int Columns) size) => $"{library}, {Name(size)}";
}
