using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.AutoML.Tests.Running;

public sealed class FitScopeTests
{
    private static readonly MlpOptions Tiny = new() { HiddenSizes = [8], MaximumEpochCount = 6, Diagnose = false };

    private readonly IDataView _data = StudyData.Make();

    public static TheoryData<string> Recipes => ["plain", "auto", "held out", "averaged", "refit"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Monitored_rows_change_no_bit_of_a_fit(string recipe)
    {
        MlpOptions options = Options(recipe) with { Seed = 3 };
        var values = new List<double>();
        float[] watched = Tensors(Fit(options, Scope(epoch => values.Add(epoch.Monitored["AUC"]))).Model);
        float[] alone = Tensors(Fit(options, Scope(null)).Model);
        float[] outside = Tensors(Pipeline(new MLContext(1), options).Fit(Fold().TrainSet));
        Assert.Equal(alone, watched);
        Assert.Equal(outside, watched);
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.InRange(value, 0.3, 1));
    }

    [Fact]
    public void The_last_value_is_what_the_evaluator_says_of_the_finished_pipeline()
    {
        var values = new List<IReadOnlyDictionary<string, double>>();
        var (model, context) = Fit(Options("plain") with { Seed = 3 }, Scope(epoch => values.Add(epoch.Monitored)));
        CalibratedBinaryClassificationMetrics metrics = context.BinaryClassification.Evaluate(model.Transform(Fold().TestSet));
        Assert.Equal(6, values.Count);
        Assert.Equal(metrics.AreaUnderRocCurve, values[^1]["AUC"], 1e-6);
        Assert.Equal(metrics.Accuracy, values[^1]["Accuracy"], 1e-6);
        Assert.Equal(metrics.LogLoss, MonitoredMetric.Find(new Metric("log-loss", false), values[^1]), 1e-4);
        Assert.Equal(metrics.AreaUnderRocCurve, MonitoredMetric.Find(new Metric("AUC", true), values[^1]), 1e-6);
        Assert.Equal(-values[^1]["Loss"], MonitoredMetric.Find(new Metric("some other", true), values[^1]));
        Assert.True(double.IsNaN(MonitoredMetric.Find(new Metric("AUC", true), new Dictionary<string, double>())));
    }

    [Fact]
    public void Regression_is_monitored_in_the_units_of_the_label()
    {
        var values = new List<IReadOnlyDictionary<string, double>>();
        using FitScope scope = Scope(epoch => values.Add(epoch.Monitored)).Enter();
        var context = new MLContext(1);
        var pipeline = context.Transforms.NormalizeMinMax("Features", "Raw").Append(
            context.Regression.Trainers.Mlp(Options("plain") with { LabelColumnName = "Target" }));
        IDataView scored = pipeline.Fit(scope.Rows!).Transform(Fold().TestSet);
        RegressionMetrics metrics = context.Regression.Evaluate(scored, "Target");
        Assert.Equal(metrics.RootMeanSquaredError, MonitoredMetric.Find(new Metric("RMSE", false), values[^1]), 1e-5);
        Assert.Equal(metrics.RSquared, MonitoredMetric.Find(new Metric("R²", true), values[^1]), 1e-5);
    }

    [Fact]
    public void A_cache_in_the_pipeline_hides_the_test_rows_and_changes_nothing()
    {
        var values = new List<IReadOnlyDictionary<string, double>>();
        using FitScope scope = Scope(epoch => values.Add(epoch.Monitored)).Enter();
        var context = new MLContext(1);
        var pipeline = context.Transforms.NormalizeMinMax("Features", "Raw").AppendCacheCheckpoint(context).Append(
            context.BinaryClassification.Trainers.Mlp(Options("plain") with { Seed = 3 }));
        float[] cached = Tensors(pipeline.Fit(scope.Rows!));
        Assert.All(values, Assert.Empty);
        Assert.Equal(Tensors(Pipeline(context, Options("plain") with { Seed = 3 }).Fit(Fold().TrainSet)), cached);
    }

    [Fact]
    public void Fits_without_a_seed_take_the_scopes_and_each_another_one()
    {
        float[] first = Tensors(Fit(Tiny, Scope(null)).Model);
        Assert.Equal(first, Tensors(Fit(Tiny, Scope(null)).Model));
        Assert.NotEqual(first, Tensors(Fit(Tiny, Scope(null, seed: 12)).Model));
        MlpOptions seeded = Tiny with { Seed = 4 };
        Assert.Equal(Tensors(Fit(seeded, Scope(null)).Model), Tensors(Fit(seeded, Scope(null, seed: 12)).Model));
        var trainer = Pipeline(new MLContext(1), Tiny);
        using FitScope scope = Scope(null).Enter();
        Assert.NotEqual(Tensors(trainer.Fit(Fold().TrainSet)), Tensors(trainer.Fit(Fold().TrainSet)));
    }

    [Fact]
    public void A_scope_cancels_whatever_a_cancelled_fit_is_to_return()
    {
        using var source = new CancellationTokenSource();
        var options = Tiny with { OnCancellation = CancellationBehavior.ReturnBestSoFar, MaximumEpochCount = 1000 };
        FitScope scope = Scope(epoch => source.Cancel(), cancellation: source.Token);
        Assert.Throws<OperationCanceledException>(() => Fit(options, scope));
        Assert.Null(FitScope.Current);
    }

    [Fact]
    public void A_scope_settles_the_threads()
    {
        var seen = new ThreadsSeen();
        Fit(Tiny with { ThreadCount = 2, Callbacks = [seen] }, Scope(null));
        Assert.Equal([1], seen.Counts);
    }

    [Fact]
    public void Ensembles_within_a_scope_obey_it_and_nobody_hears_of_their_members()
    {
        var heard = new List<ScopedEpoch>();
        float[][] bits = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using FitScope scope = Scope(heard.Add, most: 2).Enter();
            var context = new MLContext();
            DeepTrainer trainer = context.BinaryClassification.Trainers.Mlp(Tiny with { FeatureColumnName = "Raw" });
            DeepModel model = context.BinaryClassification.Trainers.CrossValidationEnsemble(trainer, foldCount: 2).Fit(scope.Rows!).Model;
            Assert.Equal(2, model.History.Epochs.Count);
            return model.OutOfFoldScores!.Values.ToArray();
        })];
        Assert.Equal(bits[0], bits[1]);
        Assert.Empty(heard);
    }

    [Fact]
    public void What_the_observer_throws_ends_the_fit()
    {
        FitScope scope = Scope(epoch => throw new TrialPrunedException($"after {epoch.Report.Epoch}"));
        Assert.Equal("after 1", Assert.Throws<TrialPrunedException>(() => Fit(Tiny, scope)).Message);
    }

    [Fact]
    public void Epochs_are_capped_and_a_final_fit_ends_where_it_is_told_on_all_rows()
    {
        TrainingHistory? history = null;
        Fit(Options("held out"), Scope(null, most: 2, ended: (_, done) => history = done));
        Assert.Equal(2, history!.Epochs.Count);
        Assert.Equal(2, history.Epochs[0].EpochCount);
        var (model, _) = Fit(Options("held out"), Scope(null, final: 3, ended: (_, done) => history = done));
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal(3, history.BestEpoch);
        Assert.Equal(6, history.Epochs[0].EpochCount);
        Assert.Equal(0, ModelOf(model).Training.Data.ValidationRowCount);
        Assert.Equal(Fold().TrainRowCount, ModelOf(model).Training.Data.TrainingRowCount);
    }

    [Fact]
    public void No_more_than_so_many_test_rows_are_shown()
    {
        const int Many = 12_000;
        var all = new bool[Many];
        Array.Fill(all, true);
        var rows = Enumerable.Range(0, Many).Select(i => new StudyData { Target = i, Raw = new float[4] });
        IDataView data = new MLContext(1).Data.LoadFromEnumerable(rows.ToArray());
        var view = new MonitoredView(data, all, all);
        var seen = new List<float>();
        Assert.True(view.ReadMonitored(() => seen.AddRange(view.GetColumn<float>("Target"))));
        Assert.Equal(Many / 4, seen.Count);
        Assert.Equal([3, 7, 11], seen.Take(3));
        Assert.Equal(Many, view.GetColumn<float>("Target").Count());
        Assert.False(view.ReadMonitored(() => { }));
    }

    private static MlpOptions Options(string recipe) => recipe switch
    {
        "auto" => new MlpOptions { MaximumEpochCount = 2, Diagnose = false },
        "held out" => Tiny with { ValidationFraction = 0.2, Patience = 3 },
        "averaged" => Tiny with { WeightAveraging = new ExponentialMovingAverage() },
        "refit" => Tiny with { ValidationFraction = 0.2, RefitOnAllRows = true },
        _ => Tiny with { ValidationFraction = 0 },
    };

    private RowFold Fold() => new RandomSplit { FoldCount = 3 }.Split(_data)[0];

    private FitScope Scope(
        Action<ScopedEpoch>? told, int seed = 11, int? most = null, int? final = null, Action<int, TrainingHistory>? ended = null,
        CancellationToken cancellation = default)
    {
        RowFold fold = Fold();
        return new FitScope
        {
            Seed = seed,
            OnEpoch = told,
            Rows = new MonitoredView(_data, fold.TrainMask, fold.TestMask!),
            MaximumEpochCount = most,
            FinalEpoch = final,
            OnFitEnd = ended,
            Cancellation = cancellation,
        };
    }

    private static IEstimator<ITransformer> Pipeline(MLContext context, MlpOptions options) =>
        context.Transforms.NormalizeMinMax("Features", "Raw").Append(
            context.Transforms.Concatenate("Features", "Features").Append(context.BinaryClassification.Trainers.Mlp(options)));

    private static (ITransformer Model, MLContext Context) Fit(MlpOptions options, FitScope scope)
    {
        var context = new MLContext(1);
        using (scope.Enter())
            return (Pipeline(context, options).Fit(scope.Rows!), context);
    }

    /// <summary>Notes libtorch's threads when a fit begins.</summary>
    private sealed record ThreadsSeen : TrainingCallback
    {
        public List<int> Counts { get; } = [];

        public override TrainingObserver? Start(FitContext fit)
        {
            Counts.Add(torch.get_num_threads());
            return null;
        }
    }

    private static float[] Tensors(ITransformer model) => ModelOf(model).Tensors;

    private static DeepModel ModelOf(ITransformer model) => model switch
    {
        DeepPredictionTransformer deep => deep.Model,
        IEnumerable<ITransformer> chain => ModelOf(chain.Last()),
        _ => throw new ArgumentException("The model does not end with a deep one.", nameof(model)),
    };
}
