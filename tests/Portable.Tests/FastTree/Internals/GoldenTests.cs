using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.FastTree.Binning;
using Microsoft.ML.Trainers.FastTree.Boosting;

namespace Portable.Tests.FastTree;

/// <summary>As strong as scikit-learn's histogram gradient boosting, on the same rows with the same settings.</summary>
public sealed class GoldenTests
{
    private static readonly BoostingSettings Settings = new() { Trees = 100, Leaves = 20, MinimumRowsPerLeaf = 10, StepSize = 0.2 };

    private static readonly int TrainRows = Synthetic.Golden.GetProperty("trainRows").GetInt32();

    private static readonly int[] Test = [.. Enumerable.Range(TrainRows, Synthetic.RowCount - TrainRows)];

    [Fact]
    public void Binary()
    {
        var labels = Enumerable.Range(0, TrainRows).Select(Synthetic.Label).ToArray();
        var ensemble = Train(new LogisticObjective(labels, 2 * Settings.StepSize, 100, balance: false));
        var scores = Test.Select(row => ensemble.Score(Synthetic.Features(row))).ToArray();

        var positives = scores.Where((_, i) => Synthetic.Label(Test[i])).ToArray();
        var negatives = scores.Where((_, i) => !Synthetic.Label(Test[i])).ToArray();
        var auc = positives.Average(p => negatives.Average(n => p > n ? 1 : p == n ? 0.5 : 0));
        var logLoss = scores.Select((score, i) => Math.Log2(1 + Math.Exp((Synthetic.Label(Test[i]) ? -0.4 : 0.4) * score))).Average();

        Assert.InRange(auc - Golden("areaUnderRocCurve"), -0.01, 0.02);
        Assert.InRange(logLoss - Golden("logLoss"), -0.05, 0.02);
    }

    [Fact]
    public void Regression()
    {
        var ensemble = Train(new SquaredObjective([.. Enumerable.Range(0, TrainRows).Select(Synthetic.Target)]));
        var error = Math.Sqrt(Test.Average(row => Math.Pow(ensemble.Score(Synthetic.Features(row)) - Synthetic.Target(row), 2)));
        Assert.InRange(error / Golden("rootMeanSquaredError"), 0.95, 1.02);
    }

    private static RegressionTreeEnsemble Train(Objective objective)
    {
        var values = SyntheticValues.Of(Enumerable.Range(0, TrainRows));
        var data = BinnedDataset.Create(values, Settings.MaximumBins, Settings.MinimumRowsPerLeaf, Settings.Bundle, Settings.Parallelism);
        return Booster.Train(data, objective, null, Settings, () => { }, out _);
    }

    private static double Golden(string name) => Synthetic.Golden.GetProperty(name).GetDouble();
}
