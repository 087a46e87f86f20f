using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;

namespace MLNetDeep.Comparisons;

/// <summary>Seconds to fit boosted trees on a table: ML.NET's FastTree and XGBoost in turn, with the same settings and threads.</summary>
internal static class TreesCommand
{
    private const int Rounds = 3;

    public static int Run(string folder, string python, string name, int threads)
    {
        var peer = new Peer(python, "classical_peer.py");
        string work = Directory.CreateTempSubdirectory("trees").FullName;
        try
        {
            ClassicalTable table = peer.Run<ClassicalTable[]>("prepare", folder, work)
                .SingleOrDefault(t => t.Name == name && t.Task == "regression")
                ?? throw new ArgumentException($"{folder} has no regression table {name}.");
            IReadOnlyList<ClassicalTable.Row> rows = table.Read(work);
            var ours = new List<double>();
            var theirs = new List<double>();
            for (int round = 0; round < Rounds; round++)
            {
                ours.AddRange(Fit(table, rows, threads));
                theirs.AddRange(peer.Run<double[]>("time", name, work, $"{table.Width}", $"{threads}"));
            }
            Console.WriteLine($"{name}, {rows.Count:N0} rows x {table.Width} features, 100 trees of 20 leaves, {threads} threads; median of {ours.Count} fits");
            Console.WriteLine(FormattableString.Invariant($"FastTree {Median(ours),7:F2} s   ({ours.Min():F2} to {ours.Max():F2})"));
            Console.WriteLine(FormattableString.Invariant($"XGBoost  {Median(theirs),7:F2} s   ({theirs.Min():F2} to {theirs.Max():F2})"));
            Console.WriteLine(FormattableString.Invariant($"ratio {Median(ours) / Median(theirs):F2} (below 1: FastTree is faster)"));
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Three fits after one that pays for compilation; reading the data is part of ML.NET's Fit, and of ours.</summary>
    private static IEnumerable<double> Fit(ClassicalTable table, IReadOnlyList<ClassicalTable.Row> rows, int threads)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = table.View(ml, rows);
        var trainer = ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options { NumberOfThreads = threads });
        trainer.Fit(data);
        for (int i = 0; i < 3; i++)
        {
            var clock = Stopwatch.StartNew();
            trainer.Fit(data);
            yield return clock.Elapsed.TotalSeconds;
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
