using System.Collections.Immutable;
using Microsoft.ML.Runtime;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Forecasting;

/// <summary>Fits networks to windows by the ordinary trainer.</summary>
/// <param name="options">What the user said.</param>
/// <param name="plan">The windows.</param>
/// <param name="series">The series.</param>
/// <param name="host">ML.NET's environment.</param>
/// <param name="seed">Where random numbers start.</param>
internal sealed class NetworkFits(
    ForecastOptions options, ForecastPlan plan, IReadOnlyList<SeriesSteps> series, IHost host, int seed)
{
    /// <summary>What a fit is for.</summary>
    /// <param name="IsFinal">Whether its network makes the forecasts; only then the user is told of it.</param>
    public sealed record Run(bool IsFinal)
    {
        /// <summary>How long it may take; null for as long as it does.</summary>
        public TimeSpan? MaximumTime { get; init; }

        /// <summary>How many epochs it takes; null for the recipe's.</summary>
        public int? EpochCount { get; init; }
    }

    /// <summary>Some of the windows.</summary>
    public WindowSet Select(Func<WindowPlace, bool> predicate) => new(series, plan.Encoder, [.. plan.Places.Where(predicate)]);

    /// <summary>Fits a network, or the members of an ensemble.</summary>
    /// <param name="windows">What it learns from.</param>
    /// <param name="validation">What chooses the epoch; null for none.</param>
    /// <param name="run">What it is for.</param>
    public NetworkCore Train(WindowSet windows, WindowSet? validation, Run run)
    {
        var count = run.IsFinal ? options.MemberCount ?? options.UsualMemberCount(windows.Count) : 1;
        var loss = Loss();
        var members = new List<DeepPredictionTransformer>();
        for (var member = 0; member < count; member++)
        {
            var own = Options(run with { MaximumTime = run.MaximumTime / count }, loss, validation is not null, member);
            var trainer = new DeepTrainer(host, own, RegressionTask.Instance);
            members.Add(validation is null
                ? trainer.Fit(new WindowView(windows))
                : trainer.Fit(new WindowView(windows), new WindowView(validation)));
        }
        var first = members[0].Model;
        // Out-of-fold predictions there are none: the members learn from the same windows.
        var model = count == 1
            ? first
            : new DeepModel([.. members.Select(each => each.Model)], first.Head, first.Training)
            {
                OutOfFoldMetrics = new Dictionary<string, double>(),
            };
        var (middle, upper) = Outputs(loss, first);
        return new NetworkCore(model, members[0].Inputs, middle, upper);
    }

    private LossFunction Loss()
    {
        var outside = Math.Round((1 - options.ConfidenceLevel) / 2, 6);
        return options.Loss ?? options.UsualLoss([outside, 0.5, 1 - outside]);
    }

    /// <summary>Which outputs of a step and target are the forecast and the upper bound; a mean stands behind the quantiles.</summary>
    private static (int Middle, int Upper) Outputs(LossFunction loss, DeepModel model)
    {
        if (loss is not QuantileLoss { Levels: var levels })
            return (0, 0);
        var count = model.Head.OutputWidth / model.Head.TargetWidth;
        var median = levels.IndexOf(levels.MinBy(level => Math.Abs(level - 0.5)));
        return (count > levels.Length ? levels.Length : median, levels.Length - 1);
    }

    private ForecastOptions Options(Run run, LossFunction loss, bool hasValidation, int member)
    {
        ImmutableArray<string> categories =
            [.. Enumerable.Range(0, plan.Window.CategoryValueCounts.Length).Select(WindowView.Category)];
        var own = options with
        {
            Window = plan.Window,
            Loss = loss,
            ClampPredictions = false,
            CategoricalFeatureColumnNames = categories,
            Seed = unchecked(seed + (member * 7919)),
            MaximumEpochCount = run.EpochCount ?? options.MaximumEpochCount,
            MaximumTime = run.MaximumTime,
            RefitOnAllRows = false,
            ValidationRows = null,
            Diagnose = false, // its checks are for tables: columns of a window repeat each other by nature
        };
        if (!hasValidation)
            own = own with { ValidationFraction = 0, Patience = 0, ValidationMetric = null };
        return run.IsFinal && member == 0
            ? own
            : own with { Progress = null, Callbacks = [], ResumeFrom = null };
    }
}
