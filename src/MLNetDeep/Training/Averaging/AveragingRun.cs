using System.Numerics;

namespace MLNetDeep.Training;

/// <summary><see cref="WeightAveraging"/> at work. <see cref="Count"/> and <see cref="Memory"/> are all its state.</summary>
internal sealed class AveragingRun(WeightAveraging settings, int count)
{
    private readonly float[] _average = new float[count];
    private float[]? _beforeEpoch;

    /// <summary>How many times numbers were added; the average is that of nothing before the first.</summary>
    public long Count { get; set; }

    /// <summary>The averaged numbers, parameters and buffers as they lie in the network.</summary>
    public IReadOnlyList<float[]> Memory => [_average];

    /// <summary>Takes up the numbers that a step left, and sets them to the average where training goes on from it.</summary>
    /// <param name="values">The network's numbers.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="progress">The share of the fit that is done.</param>
    public void AfterStep(Span<float> values, long step, double progress)
    {
        double share = settings.ShareAfterStep(Count + 1, step, progress);
        Add(values, share);
        if (share != 0 && settings.MovesWeights)
            _average.CopyTo(values);
    }

    /// <summary>Takes up the numbers that an epoch left.</summary>
    public void AfterEpoch(int epoch, int epochCount, ReadOnlySpan<float> values)
    {
        double share = settings.ShareAfterEpoch(epoch, epochCount, Count + 1);
        _beforeEpoch = share == 0 ? null : [.. _average];
        Add(values, share);
    }

    /// <summary>Takes the last epoch out again, since its end did not come after all.</summary>
    public void RetractEpoch()
    {
        if (_beforeEpoch is null)
            return;
        _beforeEpoch.CopyTo(_average, 0);
        _beforeEpoch = null;
        Count--;
    }

    /// <summary>Swaps the network's numbers with the averaged ones, once there are such; a second call swaps them back.</summary>
    public void Exchange(Span<float> values)
    {
        if (Count == 0)
            return;
        for (int i = 0; i < values.Length; i++)
            (values[i], _average[i]) = (_average[i], values[i]);
    }

    /// <summary>Moves the average by a share of its distance: numbers that never change stay the same to the bit.</summary>
    private void Add(ReadOnlySpan<float> values, double share)
    {
        if (share == 0)
            return;
        Count++;
        if (share == 1)
        {
            values.CopyTo(_average);
            return;
        }

        var part = (float)share;
        int whole = values.Length - values.Length % Vector<float>.Count;
        for (int i = 0; i < whole; i += Vector<float>.Count)
        {
            var old = new Vector<float>(_average, i);
            (old + (new Vector<float>(values[i..]) - old) * part).CopyTo(_average, i);
        }

        for (int i = whole; i < values.Length; i++)
            _average[i] += (values[i] - _average[i]) * part;
    }
}
