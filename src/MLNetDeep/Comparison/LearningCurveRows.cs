using Microsoft.ML;
using MLNetDeep.Ensembles;
using MLNetDeep.Training;

namespace MLNetDeep.Comparison;

/// <summary>Chooses the parts of a fold's training rows that a learning curve learns from, the same for every candidate.</summary>
internal sealed class LearningCurveRows
{
    // Beyond the numbers of repetitions, which the splits draw by.
    private const int FirstIndex = 1_000_000;

    private readonly IDataView _data;
    private readonly bool _isInTime;
    private readonly int _seed;
    private readonly float[]? _classes;

    /// <param name="data">The rows that were split.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="task">What is learnt.</param>
    /// <param name="seed">Where random numbers start.</param>
    public LearningCurveRows(IDataView data, ValidationFolds folds, ComparisonTask task, int seed)
    {
        _data = data;
        _isInTime = folds.Split.IsInTime;
        _seed = seed;
        _classes = task.HasClasses ? task.ReadLabels(data) : null;
    }

    /// <summary>A part of a fold's training rows.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="number">Its number.</param>
    /// <param name="fraction">Above 0 and below 1. Parts of the same fold lie within each other.</param>
    public (IDataView Rows, int Count) Take(RowFold fold, int number, double fraction)
    {
        int[] rows = [.. Enumerable.Range(0, fold.TrainMask.Length).Where(row => fold.TrainMask[row])];
        var order = _isInTime ? [.. rows.Reverse()] : Deal(rows, number);
        var count = Math.Max(1, (int)Math.Round(fraction * rows.Length));
        var keep = new bool[fold.TrainMask.Length];
        foreach (var row in order.Take(count))
            keep[row] = true;
        return (new RowSubsetView(_data, keep), count);
    }

    /// <summary>A random order in which every beginning has nearly the same share of each class: each class spread evenly.</summary>
    private int[] Deal(int[] rows, int number)
    {
        var random = new FitRandom(_seed).For(RandomUse.Folds, FirstIndex + number);
        int[] shuffled = [.. random.Permutation(rows.Length).Select(i => rows[i])];
        if (_classes is null)
            return shuffled;
        return [.. shuffled.GroupBy(row => _classes[row])
            .SelectMany(group => group.Select((row, i) => (Row: row, Place: (i + 0.5) / group.Count())))
            .OrderBy(item => item.Place).Select(item => item.Row)];
    }
}
