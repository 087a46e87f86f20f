namespace MLNetDeep.Tasks;

/// <summary>How well the classes in sequences are told, step by step.</summary>
/// <param name="classCount">Number of classes.</param>
internal sealed class SequenceMeasures(int classCount)
{
    private readonly double[] _labelled = new double[classCount];
    private readonly double[] _predicted = new double[classCount];
    private readonly double[] _right = new double[classCount];
    private WeightedMean _steps;
    private WeightedMean _sequences;

    /// <summary>Steps that have a label.</summary>
    public long StepCount { get; private set; }

    /// <summary>The share of steps that are right.</summary>
    public double Accuracy => _steps.Value;

    /// <summary>The share of rows that are right in every step.</summary>
    public double SequenceAccuracy => _sequences.Value;

    /// <summary>The mean F1 of the classes that occur among labels or predictions, as scikit-learn's.</summary>
    public double MacroF1
    {
        get
        {
            double[] present =
                [.. Enumerable.Range(0, classCount).Where(label => _labelled[label] + _predicted[label] > 0).Select(label => F1(label))];
            return present.Length == 0 ? double.NaN : present.Average();
        }
    }

    /// <summary>The weight of the steps that have this label.</summary>
    public double Count(int label) => _labelled[label];

    /// <summary>Of the steps predicted so, the share that is so; 0 when there are none.</summary>
    public double Precision(int label) => _predicted[label] == 0 ? 0 : _right[label] / _predicted[label];

    /// <summary>Of the steps that are so, the share predicted so; 0 when there are none.</summary>
    public double Recall(int label) => _labelled[label] == 0 ? 0 : _right[label] / _labelled[label];

    /// <summary>F1; 0 when nothing is found.</summary>
    public double F1(int label) => _right[label] == 0 ? 0 : 2 * _right[label] / (_labelled[label] + _predicted[label]);

    /// <summary>Takes a row.</summary>
    /// <param name="labels">Class numbers; below 0 where there is none, and the step does not count.</param>
    /// <param name="predicted">Class numbers; steps behind their end are not told, and wrong.</param>
    /// <param name="weight">How much the row counts.</param>
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, double weight)
    {
        var isRight = predicted.Length <= labels.Length;
        var hasLabels = false;
        for (var step = 0; step < labels.Length; step++)
        {
            var label = labels[step];
            if (label < 0)
                continue;
            hasLabels = true;
            StepCount++;
            _labelled[label] += weight;
            var own = step < predicted.Length ? predicted[step] : -1;
            if (own >= 0)
                _predicted[own] += weight;
            if (own == label)
                _right[label] += weight;
            else
                isRight = false;
            _steps.Add(own == label ? 1 : 0, weight);
        }
        if (labels.IsEmpty || hasLabels || predicted.Length > labels.Length)
            _sequences.Add(isRight ? 1 : 0, weight);
    }
}
