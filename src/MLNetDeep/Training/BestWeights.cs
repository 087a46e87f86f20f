namespace MLNetDeep.Training;

/// <summary>Keeps the numbers of the best epoch and says when it is time to stop.</summary>
internal sealed class BestWeights(FitSettings settings, int count)
{
    private readonly float[] _snapshot = new float[count];
    private double _loss = double.PositiveInfinity;

    public int Epoch { get; private set; }

    public ReadOnlySpan<float> Snapshot => _snapshot;

    /// <summary>Looks at an epoch; without a validation loss (NaN) the latest is the best.</summary>
    /// <returns>Whether it is the best so far; its numbers are then kept.</returns>
    public bool Offer(int epoch, double validationLoss, ReadOnlySpan<float> values)
    {
        bool better = double.IsNaN(validationLoss) || validationLoss < _loss - (Epoch == 0 ? 0 : settings.MinimumImprovement);
        if (!better)
            return false;
        _loss = validationLoss;
        Epoch = epoch;
        values.CopyTo(_snapshot);
        return true;
    }

    /// <summary>Whether patience has run out.</summary>
    public bool IsTimeToStop(int epoch) => settings.Patience > 0 && epoch - Epoch >= settings.Patience;
}
