using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using Portable.Tests.Official;

namespace Portable.Tests.AutoML;

/// <summary>Experiments over the candidates of the catalogs, on real and made-up rows.</summary>
public sealed class StockExperimentTests : IDisposable
{
    // The defaults, few small trees and strong penalties, are where a search begins.
    private static readonly (string, Parameter)[] Stronger =
    [
        ("NumberOfTrees", Parameter.FromInt(60)), ("NumberOfLeaves", Parameter.FromInt(8)),
        ("L1Regularization", Parameter.FromFloat(0.03125f)), ("L2Regularization", Parameter.FromFloat(0.03125f)),
    ];

    private readonly MLContext _ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("portable-automl").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Churn_is_predicted_from_featurized_columns()
    {
        var label = _ml.Transforms.Conversion.MapValue<string, bool>("Label", [new("Yes", true), new("No", false)], "Churn");
        var rows = _ml.Data.TakeRows(View.Churn(_ml), 2000);
        var churn = label.Fit(rows).Transform(rows);
        var split = _ml.Data.TrainTestSplit(churn, 0.3, seed: 1);
        var information = new ColumnInformation();
        information.IgnoredColumnNames.Add("Churn");
        var pipeline = _ml.Auto().Featurizer(churn, information).Append(_ml.Auto().BinaryClassification(useLgbm: false));
        var best = _ml.Auto().CreateExperiment()
            .SetPipeline(pipeline)
            .SetDataset(split)
            .SetBinaryClassificationMetric(BinaryClassificationMetric.AreaUnderRocCurve, "Label")
            .SetMaxModelToExplore(3)
            .Run();
        Assert.InRange(best.Metric, 0.75, 0.95);
        Assert.Equal(-best.Metric, best.Loss);
        Assert.Equal(best.Metric, _ml.BinaryClassification.EvaluateNonCalibrated(best.Model.Transform(split.TestSet)).AreaUnderRocCurve);
    }

    [Theory]
    [InlineData("binary", 4)]
    [InlineData("multiclass", 6)]
    [InlineData("regression", 4)]
    public void Every_candidate_learns(string task, int count)
    {
        var rows = Rows(task);
        var pipeline = task switch
        {
            "binary" => _ml.Auto().BinaryClassification(useLgbm: false),
            "multiclass" => _ml.Auto().MultiClassification(useLgbm: false),
            _ => _ml.Auto().Regression(useLgbm: false),
        };
        var space = pipeline.SearchSpace;
        var point = space.Default;
        var seen = new List<double>();
        for (var i = 0; i < count; i++)
        {
            point[0] = (i + 0.5) / count;
            var parameter = space.SampleFromFeatureSpace(point);
            foreach (var option in parameter.Where(part => part.Value.ParameterType == ParameterType.Object).Select(part => part.Value))
                foreach (var (name, value) in Stronger)
                    if (option.ContainsKey(name))
                        option[name] = value;
            var scored = pipeline.BuildFromOption(_ml, parameter).Fit(rows).Transform(rows);
            seen.Add(task switch
            {
                "binary" => _ml.BinaryClassification.EvaluateNonCalibrated(scored).AreaUnderRocCurve,
                "multiclass" => _ml.MulticlassClassification.Evaluate(scored).MicroAccuracy,
                _ => _ml.Regression.Evaluate(scored).RSquared,
            });
        }
        Assert.All(seen, value => Assert.InRange(value, task == "multiclass" ? 0.6 : 0.8, 1));
    }

    [Fact]
    public void A_checkpoint_goes_on_with_the_numbers()
    {
        TrialResult Run() => _ml.Auto().CreateExperiment()
            .SetPipeline(_ml.Transforms.NormalizeMinMax("Features").Append(Poisson()))
            .SetRegressionMetric(RegressionMetric.RootMeanSquaredError)
            .SetDataset(Rows("regression"), 3)
            .SetCostFrugalTuner()
            .SetCheckpoint(_folder)
            .SetMaxModelToExplore(2)
            .Run();
        Assert.InRange(Run().TrialSettings.TrialId, 0, 1);
        Assert.InRange(Run().TrialSettings.TrialId, 2, 3);
        var file = Assert.Single(Directory.GetFiles(_folder));
        Assert.Matches("^trialResults-[0-9]+-RootMeanSquaredError.csv$", Path.GetFileName(file));
        var lines = File.ReadAllLines(file);
        Assert.Equal("id,loss,durationInMilliseconds,peakCpu,peakMemoryInMegaByte,parameter_0", lines[0]);
        Assert.Equal(["0", "1", "2", "3"], lines.Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void A_subsampled_trial_takes_the_first_rows_but_at_least_ten()
    {
        var seen = new List<long>();
        var candidate = new SweepableEstimator(
            (context, _) => new Counting(context.Regression.Trainers.LbfgsPoissonRegression(), seen), []);
        var rows = Rows("regression");
        _ml.Auto().CreateExperiment().SetPipeline(_ml.Transforms.NormalizeMinMax("Features").Append(candidate))
            .SetRegressionMetric(RegressionMetric.RSquared)
            .SetDataset(rows, rows, subSamplingTrainDataset: true)
            .SetGridSearchTuner(4)
            .SetMaxModelToExplore(3)
            .Run();
        // The grid is 0, 0.25, 0.5, 0.75 of 300 rows.
        Assert.Equal([10, 75, 150], seen);
    }

    private SweepableEstimator Poisson() => _ml.Auto().CreateSweepableEstimator<Penalty>(
        (context, penalty) => context.Regression.Trainers.LbfgsPoissonRegression(l2Regularization: penalty.L2),
        new SearchSpace<Penalty>());

    private IDataView Rows(string task)
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 300).Select(_ =>
        {
            float[] features = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            return new Row { Features = features, Number = 1 + 4 * features[0] + features[1], Class = (int)(2.999f * features[0]) };
        });
        var view = _ml.Data.LoadFromEnumerable(rows.ToList());
        IEstimator<ITransformer> label = task switch
        {
            "binary" => _ml.Transforms.CustomMapping<Row, Truth>((row, truth) => truth.Label = row.Features[0] > 0.5f, null),
            "multiclass" => _ml.Transforms.Conversion.MapValueToKey("Label", nameof(Row.Class)),
            _ => _ml.Transforms.CopyColumns("Label", nameof(Row.Number)),
        };
        return label.Fit(view).Transform(view);
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Number { get; set; }

        public int Class { get; set; }
    }

    private sealed class Truth
    {
        public bool Label { get; set; }
    }

    private sealed class Penalty
    {
        [Range(0.001f, 10f, 1f, true)]
        public float L2 { get; set; } = 1;
    }

    /// <summary>Counts the rows that it is fitted on.</summary>
    private sealed class Counting(IEstimator<ITransformer> inner, List<long> seen) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            using (var cursor = input.GetRowCursor([]))
            {
                var count = 0L;
                while (cursor.MoveNext())
                    count++;
                seen.Add(count);
            }
            return inner.Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
    }
}
