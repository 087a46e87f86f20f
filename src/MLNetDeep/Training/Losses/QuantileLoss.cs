using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Tasks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// The pinball loss of several quantiles at once (Koenker and Bassett 1978): level·e where the truth is above by e, (1 − level)·e where
/// it is below. Predictions never cross: the network puts out the lowest quantile and, through a softplus, the steps between them;
/// forecasters put out each quantile itself, and sort them (Chernozhukov et al. 2010).
/// </summary>
/// <remarks>
/// <c>Score</c> is then the quantile whose level is nearest to 0.5, unless <see cref="ScoresMean"/> is set, and a further column
/// <c>Quantiles</c> holds all, with their levels as slot names.
/// </remarks>
public sealed record QuantileLoss : LossFunction, IRegressionLoss
{
    /// <summary>The share of labels that shall lie below each quantile.</summary>
    /// <value>Default 0.05, 0.5 and 0.95. At least one, ascending, each above 0 and below 1.</value>
    public ImmutableArray<double> Levels { get; init; } = [0.05, 0.5, 0.95];

    /// <summary>Whether <c>Score</c> is the mean, learned by the squared error beside the quantiles.</summary>
    /// <value>Default <see langword="false"/>: the middle quantile, which a mean absolute error asks for. A mean squared error asks for
    /// the mean.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ScoresMean { get; init; }

    /// <summary>
    /// Whether the network puts out the quantiles themselves, which are sorted when they are scored: whatever is added to all outputs of
    /// a target, or multiplies them, then moves its quantiles alike, as layers around a forecast do.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal bool SortsOutputs { get; init; }

    /// <summary>The position of the level nearest to 0.5.</summary>
    internal int MiddleIndex => Levels.IndexOf(Levels.MinBy(level => Math.Abs(level - 0.5)));

    /// <summary>The position of what is the score: among the quantiles, or behind them.</summary>
    internal int ScoreIndex => ScoresMean ? Levels.Length : MiddleIndex;

    int IRegressionLoss.OutputsPerTarget => Levels.Length + (ScoresMean ? 1 : 0);

    /// <summary>What makes the steps add up to about 2 standard deviations before anything is learned, whatever their number.</summary>
    internal double Shift => Math.Log(Math.Exp(2.0 / Levels.Length) - 1);

    /// <summary>Equal when the levels are, and what is learned beside them.</summary>
    /// <param name="other">The loss to compare with.</param>
    /// <returns>Whether both describe the same loss.</returns>
    public bool Equals(QuantileLoss? other) =>
        other is not null && ScoresMean == other.ScoresMean && SortsOutputs == other.SortsOutputs
        && Levels.AsSpan().SequenceEqual(other.Levels.AsSpan());

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
        var outputs = output.view(-1, target.size(1), Levels.Length + (ScoresMean ? 1 : 0)); // [rows, targets, outputs]
        var truths = target.unsqueeze(2);
        var quantiles = ScoresMean ? outputs.narrow(2, 0, Levels.Length) : outputs;
        if (Levels.Length > 1 && !SortsOutputs)
        {
            var steps = (quantiles.narrow(2, 1, Levels.Length - 1) + Shift).softplus();
            quantiles = torch.cat([quantiles.narrow(2, 0, 1), steps], 2).cumsum(2);
        }
        var errors = truths - quantiles;
        var levels = torch.tensor(Levels.Select(level => (float)level).ToArray());
        var losses = (errors * levels) + (-errors).relu();
        if (ScoresMean)
            losses = torch.cat([losses, (truths - outputs.narrow(2, Levels.Length, 1)).square()], 2);
        return losses.flatten(1); // [rows, targets × outputs]
    }

    double IRegressionLoss.Value(ReadOnlySpan<float> output, double target)
    {
        double sum = ScoresMean ? Math.Pow(target - output[Levels.Length], 2) : 0, quantile = 0;
        for (var index = 0; index < Levels.Length; index++)
        {
            quantile = index == 0 || SortsOutputs ? output[index] : quantile + BinaryMeasures.Softplus(output[index] + Shift);
            var error = target - quantile;
            sum += (error * Levels[index]) + Math.Max(-error, 0);
        }
        return sum / output.Length;
    }

    /// <remarks>Each quantile is the one before plus a step, so that an output moves its own and all behind it.</remarks>
    void IRegressionLoss.Derive(ReadOnlySpan<float> output, double target, Span<float> slopes)
    {
        double quantile = 0;
        for (var index = 0; index < Levels.Length; index++)
        {
            quantile = index == 0 || SortsOutputs ? output[index] : quantile + BinaryMeasures.Softplus(output[index] + Shift);
            slopes[index] = (float)(((quantile > target ? 1 : 0) - Levels[index]) / output.Length);
        }
        if (ScoresMean)
            slopes[Levels.Length] = (float)(2 * (output[Levels.Length] - target) / output.Length);
        double behind = 0;
        for (var index = Levels.Length - 1; index >= 0 && !SortsOutputs; index--)
        {
            behind += slopes[index];
            slopes[index] = (float)(index == 0 ? behind : behind * BinaryMeasures.Logistic(output[index] + Shift));
        }
    }

    void IRegressionLoss.Link(Span<float> output)
    {
        if (SortsOutputs)
        {
            output[..Levels.Length].Sort();
            return;
        }
        double quantile = output[0];
        for (var index = 1; index < Levels.Length; index++)
        {
            quantile += BinaryMeasures.Softplus(output[index] + Shift);
            output[index] = (float)quantile;
        }
    }

    void IRegressionLoss.Unlink(Span<float> predictions)
    {
        for (var index = Levels.Length - 1; index > 0 && !SortsOutputs; index--)
        {
            // Clamped quantiles may be equal: a step so small that it changes nothing stands for none.
            var step = Math.Max((double)predictions[index] - predictions[index - 1], 1e-30);
            predictions[index] = (float)(step + Math.Log(1 - Math.Exp(-step)) - Shift);
        }
    }
}
