using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>One logit; the loss is the binary cross-entropy.</summary>
internal sealed class BinaryHead : TaskHead
{
    private const string Kind = "BinaryClassification";

    public static readonly BinaryHead Instance = new();

    public override LearningTask Task => BinaryTask.Instance;

    public override int OutputWidth => 1;

    public override int TargetWidth => 1;

    public override IReadOnlyList<Metric> Metrics { get; } =
        [ITrainingHead.LossMetric, new("Accuracy", true), new("AUC", true), new("F1", true), new("LogLoss", false)];

    public override IReadOnlyList<OutputColumn> OutputColumns { get; } =
    [
        new("PredictedLabel", BooleanDataViewType.Instance, setId => ScoreAnnotations.PredictedLabel(Kind, setId), PredictedLabel),
        new("Score", NumberDataViewType.Single, setId => ScoreAnnotations.Score(Kind, setId), ScoreSource.First),
        new("Probability", NumberDataViewType.Single, setId => ScoreAnnotations.Probability(Kind, setId), Probability),
    ];

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing)
    {
        if (labelSmoothing > 0)
            target = (target * (1 - labelSmoothing)) + (labelSmoothing / 2);
        if (weight is null)
            return torch.nn.functional.binary_cross_entropy_with_logits(output, target);
        var losses = torch.nn.functional.binary_cross_entropy_with_logits(output, target, reduction: torch.nn.Reduction.None); // [rows, 1]
        return Mean(losses.select(1, 0), weight);
    }

    public override void Finish(Span<float> output)
    {
        // The score is the logit itself.
    }

    public override void Unfinish(Span<float> scores)
    {
        // And the logit is the score.
    }

    /// <summary>The mean of the probabilities, as a logit again.</summary>
    public override void Average(ReadOnlySpan<float> members, Span<float> scores)
    {
        double sum = 0;
        foreach (var logit in members)
            sum += 1 / (1 + Math.Exp(-logit));
        var mean = Math.Clamp(sum / members.Length, 1e-30, 1 - 1e-16);
        scores[0] = (float)Math.Log(mean / (1 - mean));
    }

    public override JsonObject ToJson() => [];

    protected override double[] MeasureOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var logLoss = BinaryMeasures.LogLoss(outputs, targets, weights);
        return
        [
            logLoss,
            BinaryMeasures.Accuracy(outputs, targets, weights),
            BinaryMeasures.AreaUnderRoc(outputs, targets, weights),
            BinaryMeasures.F1(outputs, targets, weights),
            logLoss,
        ];
    }

    private static ValueGetter<bool> PredictedLabel(ScoreSource scores) => (ref bool value) => value = scores.Current[0] > 0;

    private static ValueGetter<float> Probability(ScoreSource scores) =>
        (ref float value) => value = 1 / (1 + MathF.Exp(-scores.Current[0]));
}
