using MLNetDeep.Networks;
using MLNetDeep.Persistence;

namespace MLNetDeep.Training;

/// <summary>Writes the state of a fit into checkpoints and brings it back.</summary>
/// <param name="network">The network.</param>
/// <param name="settings">The settings, for their seed.</param>
/// <param name="state">The state.</param>
/// <param name="control">Knows the time, and which checkpoints are asked for.</param>
/// <param name="fingerprint">Describes the fit; asked only when there is a checkpoint.</param>
internal sealed class CheckpointKeeper(
    NetworkSpec network, FitSettings settings, FitState state, FitControl control, Func<IReadOnlyDictionary<string, string>> fingerprint)
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _fingerprint = new(fingerprint);

    /// <summary>Writes the checkpoints asked for since the last call. Only between two steps does the state hold together.</summary>
    public void Flush(FitEvents events)
    {
        foreach (string path in control.TakeCheckpoints())
            CheckpointFile.Write(path, Capture(events), Arrays());
    }

    /// <summary>Takes the state from a checkpoint.</summary>
    /// <returns>What observers asked to be kept.</returns>
    /// <exception cref="FormatException">The file is torn or altered.</exception>
    /// <exception cref="InvalidOperationException">It belongs to another fit; the message names what differs.</exception>
    public IReadOnlyList<ObserverState> Restore(string path)
    {
        (CheckpointState saved, IReadOnlyDictionary<string, float[]> arrays) = CheckpointFile.Read(path);
        FitFingerprint.RequireSame(path, saved.Fingerprint, _fingerprint.Value);
        foreach ((string name, float[] values) in Arrays())
        {
            if (!arrays.TryGetValue(name, out float[]? found) || found.Length != values.Length)
                throw new FormatException($"The checkpoint '{path}' cannot be read: it lacks '{name}'.");
            found.CopyTo(values, 0);
        }

        arrays["weights"].CopyTo(state.Network.Values);
        state.Optimizer.StepCount = saved.OptimizerStepCount;
        if (state.Averaging is { } averaging)
            averaging.Count = saved.AverageCount;
        state.Best.Restore(saved.BestEpoch, saved.BestValue);
        state.Step = saved.Step;
        state.Reports.AddRange(saved.Reports);
        state.Losses.AddRange(saved.Losses);
        state.Freeze(network.Tensors.Where(tensor => saved.Frozen.Contains(tensor.Name)), frozen: true);
        state.LearningRateFactor = saved.LearningRateFactor;
        state.ElapsedBefore = saved.Elapsed;
        state.IsResumed = true;
        state.Epoch = new EpochState(saved.Epoch)
        {
            BatchCount = saved.BatchCount,
            LossSum = saved.LossSum,
            WeightSum = saved.WeightSum,
            LearningRate = saved.LearningRate,
        };
        state.Epoch.Values.Restore(saved.Values);
        return saved.Observers;
    }

    private CheckpointState Capture(FitEvents events) => new()
    {
        Fingerprint = _fingerprint.Value,
        Seed = settings.Seed,
        Step = state.Step,
        OptimizerStepCount = state.Optimizer.StepCount,
        AverageCount = state.Averaging?.Count ?? 0,
        Epoch = state.Epoch.Number,
        BatchCount = state.Epoch.BatchCount,
        LossSum = state.Epoch.LossSum,
        WeightSum = state.Epoch.WeightSum,
        LearningRate = state.Epoch.LearningRate,
        Values = state.Epoch.Values.Entries,
        Reports = state.Reports,
        Losses = state.Losses,
        BestEpoch = state.Best.Epoch,
        BestValue = state.Best.Value,
        Frozen = [.. state.Frozen.Order(StringComparer.Ordinal)],
        LearningRateFactor = state.LearningRateFactor,
        Elapsed = control.Elapsed,
        Observers = events.SaveStates(),
    };

    /// <summary>Every array of the state; the weights are a copy, the others are the state's own.</summary>
    private Dictionary<string, float[]> Arrays()
    {
        var arrays = new Dictionary<string, float[]>(StringComparer.Ordinal)
        {
            ["weights"] = state.Network.Values.ToArray(),
            ["best"] = state.Best.Snapshot,
        };
        for (int i = 0; i < state.Optimizer.Memory.Count; i++)
            arrays[$"optimizer.{i}"] = state.Optimizer.Memory[i];
        for (int i = 0; i < state.Averaging?.Memory.Count; i++)
            arrays[$"average.{i}"] = state.Averaging.Memory[i];
        return arrays;
    }
}
