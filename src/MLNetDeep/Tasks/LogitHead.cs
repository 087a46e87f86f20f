using System.Text.Json.Nodes;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tasks;

/// <summary>One logit for each of one or more labels that are true or false.</summary>
internal abstract class LogitHead : TaskHead
{
    private readonly IBinaryLoss _loss;

    /// <param name="loss">The loss of each logit.</param>
    /// <param name="temperature">What all logits are divided by in the end.</param>
    /// <exception cref="FormatException">The temperature is not finite and above 0.</exception>
    protected LogitHead(IBinaryLoss loss, double temperature)
    {
        _loss = loss;
        Temperature = TemperatureScaling.Checked(temperature);
    }

    public override int TargetWidth => OutputWidth;

    /// <summary>What the scores are divided by in the end.</summary>
    public double Temperature { get; }

    protected IBinaryLoss BinaryLoss => _loss;

    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing)
    {
        if (labelSmoothing > 0 && ((LossFunction)_loss).TakesLabelSmoothing)
            target = (target * (1 - labelSmoothing)) + (labelSmoothing / 2);
        return weight is null ? _loss.Mean(output, target) : Mean(_loss.Elements(output, target).mean([1]), weight);
    }

    public override bool LearnsManaged => true;

    public override double Derive(ReadOnlySpan<float> output, ReadOnlySpan<float> target, double labelSmoothing, Span<float> slopes)
    {
        var smoothing = ((LossFunction)_loss).TakesLabelSmoothing ? labelSmoothing : 0;
        double sum = 0;
        for (var label = 0; label < output.Length; label++)
        {
            var truth = (target[label] * (1 - smoothing)) + (smoothing / 2);
            sum += _loss.Value(output[label], truth);
            slopes[label] = (float)(_loss.Slope(output[label], truth) / output.Length);
        }
        return sum / output.Length;
    }

    public override void Finish(Span<float> output)
    {
        // The score is the logit itself.
    }

    public override void Unfinish(Span<float> scores)
    {
        // And the logit is the score.
    }

    /// <summary>The means of the probabilities, as logits again.</summary>
    public override void Average(ReadOnlySpan<float> members, Span<float> scores)
    {
        for (var label = 0; label < scores.Length; label++)
        {
            double sum = 0;
            for (var index = label; index < members.Length; index += scores.Length)
                sum += 1 / (1 + Math.Exp(-members[index]));
            var mean = Math.Clamp(sum * scores.Length / members.Length, 1e-30, 1 - 1e-16);
            scores[label] = (float)Math.Log(mean / (1 - mean));
        }
    }

    public override void Calibrate(Span<float> scores)
    {
        if (Temperature == 1)
            return;
        foreach (ref var score in scores)
            score = (float)(score / Temperature);
    }

    public override TaskHead FitTo(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, RowWeights weights, HeadSettings settings) =>
        settings.Calibration == Calibration.None ? this : WithTemperature(TemperatureScaling.FitLogits(scores, targets, weights));

    public override JsonObject ToJson() => Temperature == 1 ? [] : new() { ["temperature"] = Temperature };

    /// <summary>The same head with this temperature.</summary>
    protected abstract TaskHead WithTemperature(double temperature);

    /// <summary>The mean loss in managed code.</summary>
    protected double MeasureLoss(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, RowWeights weights)
    {
        var loss = new WeightedMean();
        for (var index = 0; index < outputs.Length; index++)
            loss.Add(_loss.Value(outputs[index], targets[index]), weights[index / OutputWidth]);
        return loss.Value;
    }
}
