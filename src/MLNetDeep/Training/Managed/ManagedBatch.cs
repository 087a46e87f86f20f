namespace MLNetDeep.Training.Managed;

/// <summary>Some rows of the data, copied into arrays that every batch uses again.</summary>
/// <param name="features">Takes the encoded features.</param>
internal sealed class ManagedBatch(Block features)
{
    private float[] _targets = [];
    private float[] _weights = [];

    /// <summary>The encoded features.</summary>
    public Block Features { get; } = features;

    /// <summary>Target values of a row.</summary>
    public int TargetWidth { get; private set; }

    /// <summary>The rows' targets, shape [rows, targets].</summary>
    public Span<float> Targets => _targets.AsSpan(0, Features.RowCount * TargetWidth);

    /// <summary>The rows' weights; empty when all count alike.</summary>
    public Span<float> Weights => HasWeights ? _weights.AsSpan(0, Features.RowCount) : [];

    /// <summary>Whether rows have weights.</summary>
    public bool HasWeights { get; private set; }

    /// <summary>Sum of the weights; the number of rows when there are none.</summary>
    public double TotalWeight
    {
        get
        {
            if (!HasWeights)
                return Features.RowCount;
            double sum = 0;
            foreach (float weight in Weights)
                sum += weight;
            return sum;
        }
    }

    /// <summary>Makes room.</summary>
    public void Reserve(int rowCount, int targetWidth, bool hasWeights)
    {
        Features.Reserve(rowCount, isTraining: false);
        (TargetWidth, HasWeights) = (targetWidth, hasWeights);
        if (_targets.Length < rowCount * targetWidth)
            _targets = new float[rowCount * targetWidth];
        if (hasWeights && _weights.Length < rowCount)
            _weights = new float[rowCount];
    }
}
