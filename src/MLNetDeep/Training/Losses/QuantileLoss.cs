using System.Collections.Immutable;
using MLNetDeep.Tasks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// The pinball loss of several quantiles at once (Koenker and Bassett 1978): level·e where the truth is above by e, (1 − level)·e where
/// it is below. Predictions never cross: the network puts out the lowest quantile and, through a softplus, the steps between them.
/// </summary>
/// <remarks>
/// <c>Score</c> is then the quantile whose level is nearest to 0.5, and a further column <c>Quantiles</c> holds all, with their levels as
/// slot names.
/// </remarks>
public sealed record QuantileLoss : LossFunction, IRegressionLoss
{
    /// <summary>The share of labels that shall lie below each quantile.</summary>
    /// <value>Default 0.05, 0.5 and 0.95. At least one, ascending, each above 0 and below 1.</value>
    public ImmutableArray<double> Levels { get; init; } = [0.05, 0.5, 0.95];

    /// <summary>The position of the level nearest to 0.5.</summary>
    internal int MiddleIndex => Levels.IndexOf(Levels.MinBy(level => Math.Abs(level - 0.5)));

    int IRegressionLoss.OutputsPerTarget => Levels.Length;

    /// <summary>What makes the steps add up to about 2 standard deviations before anything is learned, whatever their number.</summary>
    private double Shift => Math.Log(Math.Exp(2.0 / Levels.Length) - 1);

    /// <summary>Equal when the levels are.</summary>
    /// <param name="other">The loss to compare with.</param>
    /// <returns>Whether both describe the same loss.</returns>
    public bool Equals(QuantileLoss? other) => other is not null && Levels.AsSpan().SequenceEqual(other.Levels.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Levels.IsDefaultOrEmpty ? 0 : HashCode.Combine(Levels.Length, Levels[0], Levels[^1]);

    internal override void Check(OptionRules rules)
    {
        var isUsable = !Levels.IsDefaultOrEmpty && Levels.All(level => level is > 0 and < 1)
            && Levels.Zip(Levels.Skip(1)).All(pair => pair.First < pair.Second);
        rules.Require(isUsable, nameof(Levels), "one or more ascending levels above 0 and below 1", Levels.IsDefault ? null : Levels);
    }

    torch.Tensor IRegressionLoss.Elements(torch.Tensor output, torch.Tensor target)
    {
        var outputs = output.view(-1, target.size(1), Levels.Length); // [rows, targets, levels]
        var quantiles = outputs;
        if (Levels.Length > 1)
        {
            var steps = (outputs.narrow(2, 1, Levels.Length - 1) + Shift).softplus();
            quantiles = torch.cat([outputs.narrow(2, 0, 1), steps], 2).cumsum(2);
        }
        var errors = target.unsqueeze(2) - quantiles;
        var levels = torch.tensor(Levels.Select(level => (float)level).ToArray());
        return ((errors * levels) + (-errors).relu()).flatten(1); // [rows, targets × levels]
    }

    double IRegressionLoss.Value(ReadOnlySpan<float> output, double target)
    {
        double sum = 0, quantile = 0;
        for (var index = 0; index < output.Length; index++)
        {
            quantile += index == 0 ? output[0] : BinaryMeasures.Softplus(output[index] + Shift);
            var error = target - quantile;
            sum += (error * Levels[index]) + Math.Max(-error, 0);
        }
        return sum / output.Length;
    }

    void IRegressionLoss.Link(Span<float> output)
    {
        double quantile = output[0];
        for (var index = 1; index < output.Length; index++)
        {
            quantile += BinaryMeasures.Softplus(output[index] + Shift);
            output[index] = (float)quantile;
        }
    }

    void IRegressionLoss.Unlink(Span<float> predictions)
    {
        for (var index = predictions.Length - 1; index > 0; index--)
        {
            // Clamped quantiles may be equal: a step so small that it changes nothing stands for none.
            var step = Math.Max((double)predictions[index] - predictions[index - 1], 1e-30);
            predictions[index] = (float)(step + Math.Log(1 - Math.Exp(-step)) - Shift);
        }
    }
}
