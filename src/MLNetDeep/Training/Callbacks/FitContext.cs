using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>A fit as callbacks see it: where it stands, and what may be asked of it. For the thread that fits only.</summary>
public sealed class FitContext
{
    private readonly FitState _state;
    private readonly FitControl _control;
    private readonly FitHooks _hooks;

    internal FitContext(NetworkSpec network, FitState state, FitControl control, FitHooks hooks)
    {
        Network = network;
        _state = state;
        _control = control;
        _hooks = hooks;
    }

    /// <summary>The network that is trained.</summary>
    public NetworkSpec Network { get; }

    /// <summary>Rows learned from in an epoch.</summary>
    public required int TrainingRowCount { get; init; }

    /// <summary>Rows the best epoch is chosen by.</summary>
    public required int ValidationRowCount { get; init; }

    /// <summary>The most epochs this fit may run.</summary>
    public required int EpochCount { get; init; }

    /// <summary>Batches of an epoch.</summary>
    public required int BatchCount { get; init; }

    /// <summary>Whether this is the second training, on all rows for as many epochs as the first one found best.</summary>
    public bool IsRefit => _hooks.IsRefit;

    /// <summary>Whether the fit went on from a checkpoint.</summary>
    public bool IsResumed => _state.IsResumed;

    /// <summary>Number of the epoch under way, from 1; in <see cref="TrainingObserver.OnEpochEnd"/> that of the one that ended.</summary>
    public int Epoch => _state.Epoch.Number;

    /// <summary>Batches of this epoch that are done.</summary>
    public int BatchesDone => _state.Epoch.BatchCount;

    /// <summary>Steps done since the fit began.</summary>
    public long Step => _state.Step;

    /// <summary>Time spent training, before a checkpoint too.</summary>
    public TimeSpan Elapsed => _control.Elapsed;

    /// <summary>Loss of the last batch; NaN before the first of this process.</summary>
    public double BatchLoss => _state.LastStep.Loss;

    /// <summary>Euclidean length of the last step's gradient over all parameters, before clipping; NaN before the first.</summary>
    public double GradientNorm => _state.LastStep.GradientNorm;

    /// <summary>Step size of the last step; NaN before the first.</summary>
    public double LearningRate => _state.LastStep.LearningRate;

    /// <summary>The epochs done.</summary>
    public IReadOnlyList<EpochReport> Epochs => _state.Reports;

    /// <summary>Number of the best epoch so far; 0 before the first is measured.</summary>
    public int BestEpoch => _state.Best.Epoch;

    /// <summary>What every step size is multiplied by from now on, on top of the schedule.</summary>
    /// <value>At first 1. Finite and at least 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public double LearningRateFactor
    {
        get => _state.LearningRateFactor;
        set => _state.LearningRateFactor = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "FitContext.LearningRateFactor must be finite and at least 0.");
    }

    /// <summary>The parameters that are not trained at present, by name.</summary>
    public IReadOnlyCollection<string> FrozenTensors => [.. _state.Frozen.Union(_state.Network.Step.Frozen)];

    /// <summary>Ends the fit at the next batch, with the best so far. The first to ask is named in the history.</summary>
    /// <param name="reason">Why, for people; it becomes <see cref="TrainingHistory.StopMessage"/>.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        _control.Stop(reason);
    }

    /// <summary>Writes a checkpoint for <see cref="DeepTrainerOptions.ResumeFrom"/>, as soon as all observers have been told of
    /// this.</summary>
    /// <param name="path">The file; what was there is kept as <c>PATH.previous</c>.</param>
    public void SaveCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _control.SaveCheckpoint(path);
    }

    /// <summary>Leaves parameters as they are from the next step on. What the optimiser remembers of them stays.</summary>
    /// <param name="pattern">
    /// Names of tensors (<c>3.weight</c>), of layers by position (<c>3</c>, or <c>1-4</c>) or by kind (<c>linear</c>); <c>*</c> stands for any text.
    /// </param>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    public void Freeze(string pattern) => _state.Freeze(TensorPattern.Match(Network, pattern, trainedOnly: true), frozen: true);

    /// <summary>Trains parameters again that were frozen.</summary>
    /// <param name="pattern">As in <see cref="Freeze"/>.</param>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    public void Unfreeze(string pattern) => _state.Freeze(TensorPattern.Match(Network, pattern, trainedOnly: true), frozen: false);

    /// <summary>How the numbers of some tensors lie now. Measured when asked; a fit that nobody asks pays nothing.</summary>
    /// <param name="pattern">As in <see cref="Freeze"/>; buffers count too.</param>
    /// <returns>One entry a tensor, in the network's order.</returns>
    /// <exception cref="ArgumentException">No tensor has such a name.</exception>
    public IReadOnlyList<TensorStatistics> GetStatistics(string pattern = "*") =>
    [
        .. TensorPattern.Match(Network, pattern, trainedOnly: false)
            .Select(tensor => TensorStatistics.Measure(tensor.Name, _state.Network.ValuesOf(tensor), _state.Network.GradientsOf(tensor))),
    ];

    /// <summary>The numbers of a tensor as they are now.</summary>
    /// <param name="tensor">Its name, such as <c>3.weight</c>.</param>
    /// <returns>A copy, row-major.</returns>
    /// <exception cref="ArgumentException">No tensor has this name.</exception>
    public float[] GetValues(string tensor) =>
        _state.Network.ValuesOf(TensorPattern.Match(Network, tensor, trainedOnly: false)[0]).ToArray();

    /// <summary>Notes a value for the epoch under way; it stands in <see cref="EpochReport.Values"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="kind">What becomes of several values of one epoch.</param>
    /// <exception cref="ArgumentException">The name is empty, or has been recorded in another way in this epoch.</exception>
    public void Record(string name, double value, RecordedAs kind = RecordedAs.Last)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _state.Epoch.Values.Add(name, value, kind);
    }
}
