using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>How the finished scores of a row lie, target after target, and the columns made of them.</summary>
/// <param name="targetCount">Number of targets.</param>
/// <param name="isVector">Whether the label, and so the score, is a vector.</param>
/// <param name="loss">The loss, which says how many outputs a target has.</param>
/// <param name="names">Names of the targets, or null.</param>
internal sealed class RegressionShape(int targetCount, bool isVector, LossFunction loss, string[]? names)
{
    private readonly QuantileLoss? _quantiles = loss as QuantileLoss;

    public bool IsVector => isVector;

    public string[]? Names => names;

    /// <summary>Numbers of one target: its quantiles from the lowest, if any, and its score where that is none of them.</summary>
    public int OutputCount { get; } = (loss as IRegressionLoss)?.OutputsPerTarget ?? 1;

    /// <summary>The position among them of the one that is the column <c>Score</c>.</summary>
    public int Middle { get; } = (loss as QuantileLoss)?.ScoreIndex ?? 0;

    /// <summary>Quantiles of one target; 1 where there are none.</summary>
    public int LevelCount => _quantiles?.Levels.Length ?? 1;

    /// <summary>The lowest and the highest score of a target; the same where there is one.</summary>
    /// <param name="scores">The scores of a row.</param>
    /// <param name="target">Which target.</param>
    public (float Lower, float Upper) Bounds(ReadOnlySpan<float> scores, int target)
    {
        var own = scores.Slice(target * OutputCount, LevelCount);
        return (own[0], own[^1]);
    }

    /// <summary>The columns that a transformer adds.</summary>
    public OutputColumn[] MakeColumns(PredictionInterval? interval)
    {
        List<OutputColumn> columns = [Column("Score", setId => ScoreAnnotations.RegressionScore(setId, names), Score)];
        if (_quantiles is not null)
        {
            columns.Add(new(
                "Quantiles", new VectorDataViewType(NumberDataViewType.Single, targetCount * LevelCount),
                _ => ScoreAnnotations.SlotNames(QuantileNames(_quantiles)), OutputCount == LevelCount ? ScoreSource.All : Quantiles));
        }
        if (interval is not null)
        {
            DataViewSchema.Annotations Annotate(uint setId) => ScoreAnnotations.SlotNames(names);
            columns.Add(Column("LowerBound", Annotate, (scores, target) => Moved(scores, target, interval).Lower));
            columns.Add(Column("UpperBound", Annotate, (scores, target) => Moved(scores, target, interval).Upper));
        }
        return [.. columns];
    }

    private float Score(ReadOnlySpan<float> scores, int target) => scores[(target * OutputCount) + Middle];

    /// <summary>A getter of all scores but those that are no quantile.</summary>
    private ValueGetter<VBuffer<float>> Quantiles(ScoreSource scores) => (ref VBuffer<float> value) =>
    {
        var editor = VBufferEditor.Create(ref value, targetCount * LevelCount);
        for (var target = 0; target < targetCount; target++)
            scores.Current.Slice(target * OutputCount, LevelCount).CopyTo(editor.Values[(target * LevelCount)..]);
        value = editor.Commit();
    };

    /// <summary>The bounds of a target's interval. It holds the score, also where a margin below 0 would move a bound past it.</summary>
    private (float Lower, float Upper) Moved(ReadOnlySpan<float> scores, int target, PredictionInterval interval)
    {
        var (lower, upper) = Bounds(scores, target);
        var (score, margin) = (Score(scores, target), interval.Margins[target]);
        return (Math.Min(lower - margin, score), Math.Max(upper + margin, score));
    }

    /// <summary>The level of each score, behind the target's name or number where there are several.</summary>
    private string[] QuantileNames(QuantileLoss quantiles)
    {
        var levels = quantiles.Levels.Select(level => level.ToString(CultureInfo.InvariantCulture)).ToArray();
        return isVector
            ? [.. Enumerable.Range(0, targetCount).SelectMany(target => levels.Select(level => $"{names?[target] ?? $"{target}"}:{level}"))]
            : levels;
    }

    /// <summary>A column with one number for each target.</summary>
    private OutputColumn Column(string name, Func<uint, DataViewSchema.Annotations> annotate, Pick pick)
    {
        if (!isVector)
        {
            return new(name, NumberDataViewType.Single, annotate, scores =>
                (ValueGetter<float>)((ref float value) => value = pick(scores.Current, 0)));
        }
        return new(name, new VectorDataViewType(NumberDataViewType.Single, targetCount), annotate, scores =>
            (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                var current = scores.Current;
                var editor = VBufferEditor.Create(ref value, targetCount);
                for (var target = 0; target < targetCount; target++)
                    editor.Values[target] = pick(current, target);
                value = editor.Commit();
            }));
    }

    private delegate float Pick(ReadOnlySpan<float> scores, int target);
}
