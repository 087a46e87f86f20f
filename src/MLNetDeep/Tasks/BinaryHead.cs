using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>One logit, of the positive class.</summary>
internal sealed class BinaryHead(IBinaryLoss loss, double temperature = 1) : LogitHead(loss, temperature)
{
    private const string Kind = "BinaryClassification";

    /// <summary>The head of the logistic loss.</summary>
    public static readonly BinaryHead Instance = new(new LogisticLoss());

    public override LearningTask Task => BinaryTask.Instance;

    public override int OutputWidth => 1;

    public override IReadOnlyList<Metric> Metrics { get; } =
        [ITrainingHead.LossMetric, new("Accuracy", true), new("AUC", true), new("F1", true), new("LogLoss", false)];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; } =
    [
        new("PredictedLabel", BooleanDataViewType.Instance, setId => ScoreAnnotations.PredictedLabel(Kind, setId), PredictedLabel),
        new("Score", NumberDataViewType.Single, setId => ScoreAnnotations.Score(Kind, setId), ScoreSource.First),
        new("Probability", NumberDataViewType.Single, setId => ScoreAnnotations.Probability(Kind, setId), Probability),
    ];

    public override TaskHead Restart(HeadSettings settings) => new BinaryHead((IBinaryLoss?)settings.Loss ?? BinaryLoss);

    protected override TaskHead WithTemperature(double temperature) => new BinaryHead(BinaryLoss, temperature);

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights) =>
    [
        MeasureLoss(outputs, targets, weights),
        BinaryMeasures.Accuracy(outputs, targets, weights),
        BinaryMeasures.AreaUnderRoc(outputs, targets, weights),
        BinaryMeasures.F1(outputs, targets, weights),
        BinaryMeasures.LogLoss(outputs, targets, weights),
    ];

    private static ValueGetter<bool> PredictedLabel(ScoreSource scores) => (ref bool value) => value = scores.Current[0] > 0;

    private static ValueGetter<float> Probability(ScoreSource scores) =>
        (ref float value) => value = 1 / (1 + MathF.Exp(-scores.Current[0]));
}
