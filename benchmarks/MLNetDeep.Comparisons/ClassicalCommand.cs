using Microsoft.ML;

namespace MLNetDeep.Comparisons;

/// <summary>
/// Cross-validates ML.NET's classical trainers, the baselines that users compare with, beside scikit-learn's and XGBoost's on
/// the same numbers and folds: the portable ones must be as strong as the original.
/// </summary>
internal static class ClassicalCommand
{
    /// <summary>How far a baseline may fall behind its peer.</summary>
    private const double Tolerance = 0.005;

    private static readonly string[] Shown = ["FastTree", "Sdca", "Lbfgs", "Poisson"];

    public static int Run(string folder, string python, string[] only)
    {
        var peer = new Peer(python, "classical_peer.py");
        string work = Directory.CreateTempSubdirectory("classical").FullName;
        try
        {
            var tables = peer.Run<ClassicalTable[]>("prepare", folder, work).Where(t => only.Length == 0 || only.Contains(t.Name));
            return Compare(peer, [.. tables], work);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static int Compare(Peer peer, ClassicalTable[] tables, string work)
    {
        Console.WriteLine("Mean of 5 folds; accuracy, R2, for Poisson the share of deviance explained.");
        Console.WriteLine("The peer is XGBoost for FastTree, scikit-learn's logistic regression or ridge");
        Console.WriteLine("for Sdca and Lbfgs, its PoissonRegressor for Poisson.");
        Console.WriteLine();
        Console.WriteLine("| table               | trainer  |  ML.NET |    peer |  difference |");
        Console.WriteLine("|---------------------|----------|--------:|--------:|------------:|");
        int behind = 0;
        foreach (ClassicalTable table in tables)
        {
            var theirs = peer.Run<Dictionary<string, double[]>>("evaluate", table.Name, work, $"{table.Width}");
            IReadOnlyList<ClassicalTable.Row> rows = table.Read(work);
            foreach (string trainer in Shown.Where(theirs.ContainsKey))
            {
                double ours = Enumerable.Range(0, ClassicalTable.FoldCount).Average(fold => Evaluate(table, trainer, rows, fold));
                double difference = ours - theirs[trainer].Average();
                bool isBehind = difference < -Tolerance;
                behind += isBehind ? 1 : 0;
                double shown = Math.Round(difference, 4) + 0.0; // adding zero takes the sign off a zero
                string line = FormattableString.Invariant($"| {table.Name,-19} | {trainer,-8} | {ours,7:F4} | {ours - difference,7:F4} |");
                Console.WriteLine(line + FormattableString.Invariant($" {shown,9:+0.0000;-0.0000} {(isBehind ? '!' : ' ')} |"));
            }
        }
        Console.WriteLine();
        Console.WriteLine($"{behind} of them fall behind by more than {Tolerance}.");
        return behind == 0 ? 0 : 1;
    }

    private static double Evaluate(ClassicalTable table, string trainer, IReadOnlyList<ClassicalTable.Row> rows, int fold)
    {
        var ml = new MLContext(seed: 1);
        ClassicalTable.Row[] trainRows = [.. rows.Where(r => r.Fold != fold)];
        IDataView train = table.View(ml, trainRows);
        IDataView test = table.View(ml, rows.Where(r => r.Fold == fold));
        var key = ml.Transforms.Conversion.MapValueToKey("Class", "Label").Fit(table.View(ml, rows));
        IEstimator<ITransformer> estimator = trainer == "FastTree"
            ? Trainer(ml, table.Task, trainer, trainRows.Length)
            : ml.Transforms.NormalizeMinMax("Features", fixZero: false).Append(Trainer(ml, table.Task, trainer, trainRows.Length));
        IDataView scored = estimator.Fit(key.Transform(train)).Transform(key.Transform(test));
        return (table.Task, trainer) switch
        {
            ("binary", _) => ml.BinaryClassification.Evaluate(scored, "Positive").Accuracy,
            ("multiclass", _) => ml.MulticlassClassification.Evaluate(scored, "Class").MicroAccuracy,
            (_, "Poisson") => PoissonDevianceExplained(ml, scored),
            _ => ml.Regression.Evaluate(scored).RSquared,
        };
    }

    /// <summary>
    /// Linear trainers with the penalty that the peer has by default, so that the optimisers are compared and not the penalties: half
    /// the squared weights beside the sum of the losses, which for SDCA is their mean; ridge does not halve. Poisson's peer is given ours.
    /// </summary>
    private static IEstimator<ITransformer> Trainer(MLContext ml, string task, string trainer, int rowCount)
    {
        var binary = ml.BinaryClassification.Trainers;
        var multiclass = ml.MulticlassClassification.Trainers;
        var regression = ml.Regression.Trainers;
        const int Passes = 100;
        float mean = 1f / rowCount;
        return (task, trainer) switch
        {
            ("binary", "FastTree") => binary.FastTree("Positive"),
            ("binary", "Sdca") => binary.SdcaLogisticRegression(
                "Positive", l2Regularization: mean, l1Regularization: 0, maximumNumberOfIterations: Passes),
            ("binary", "Lbfgs") => binary.LbfgsLogisticRegression("Positive", l1Regularization: 0),
            ("multiclass", "FastTree") => multiclass.OneVersusAll(binary.FastTree("Class"), "Class"),
            ("multiclass", "Sdca") => multiclass.SdcaMaximumEntropy(
                "Class", l2Regularization: mean, l1Regularization: 0, maximumNumberOfIterations: Passes),
            ("multiclass", "Lbfgs") => multiclass.LbfgsMaximumEntropy("Class", l1Regularization: 0),
            ("regression", "FastTree") => regression.FastTree(),
            ("regression", "Sdca") => regression.Sdca(l2Regularization: 2 * mean, l1Regularization: 0, maximumNumberOfIterations: Passes),
            ("regression", "Poisson") => regression.LbfgsPoissonRegression(l1Regularization: 0),
            _ => throw new ArgumentException($"There is no trainer {trainer} for the task {task}."),
        };
    }

    /// <summary>1 - deviance / deviance of the mean, as scikit-learn's d2_tweedie_score with power 1.</summary>
    private static double PoissonDevianceExplained(MLContext ml, IDataView scored)
    {
        Scored[] rows = [.. ml.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false)];
        double mean = rows.Average(r => (double)r.Label);
        return 1 - (rows.Sum(r => Deviance(r.Label, r.Score)) / rows.Sum(r => Deviance(r.Label, mean)));

        static double Deviance(double y, double expected) => (y > 0 ? y * Math.Log(y / expected) : 0) - y + expected;
    }

    private sealed class Scored
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }
}
