namespace MLNetDeep.Training;

/// <summary>Keeps the numbers of the best epoch and says when it is time to stop.</summary>
internal sealed class BestWeights(FitSettings settings, bool higherIsBetter, int count)
{
    private readonly float[] _snapshot = new float[count];

    /// <summary>Number of the best epoch; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Its validation metric; NaN when no rows are held out.</summary>
    public double Value { get; private set; }

    /// <summary>Its numbers.</summary>
    public float[] Snapshot => _snapshot;

    /// <summary>Looks at an epoch; without a validation metric (NaN) the latest is the best.</summary>
    /// <returns>Whether it is the best so far; its numbers are then kept.</returns>
    public bool Offer(int epoch, double value, ReadOnlySpan<float> values)
    {
        if (Epoch > 0 && !double.IsNaN(value) && !IsBetter(higherIsBetter ? value - Value : Value - value))
            return false;
        values.CopyTo(_snapshot);
        Restore(epoch, value);
        return true;
    }

    /// <summary>Goes on from a checkpoint; the snapshot is written apart.</summary>
    public void Restore(int epoch, double value) => (Epoch, Value) = (epoch, value);

    /// <summary>Whether patience has run out.</summary>
    /// <param name="epoch">The last epoch done.</param>
    public bool IsTimeToStop(int epoch) =>
        settings.Patience > 0 && Epoch > 0 && epoch >= (settings.PatienceFactor * Epoch) + settings.Patience;

    private bool IsBetter(double gain) =>
        settings.KeepsLastOfTies ? gain >= settings.MinimumImprovement : gain > settings.MinimumImprovement;
}
