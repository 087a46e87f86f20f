using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>
/// All that a fit changes while it runs. What is not here is settings or data, or follows from the two: chance has no state
/// (<see cref="FitRandom"/>), and neither have schedules. A fit that goes on from a copy of this goes on with the same bits.
/// </summary>
internal sealed class FitState
{
    private readonly HashSet<string> _frozen = new(StringComparer.Ordinal);

    public FitState(FitSettings settings, TrainingNetwork network, bool higherIsBetter)
    {
        Network = network;
        Optimizer = settings.Optimizer.Start(network.ParameterCount);
        Averaging = settings.WeightAveraging?.Start(network.Values.Length);
        Best = new BestWeights(settings, higherIsBetter, network.Values.Length);
        Ranges = network.Ranges(_ => true);
    }

    /// <summary>The weights and buffers as they stand.</summary>
    public TrainingNetwork Network { get; }

    /// <summary>The optimiser with its memory.</summary>
    public OptimizerRun Optimizer { get; }

    /// <summary>The averaged weights; null when none are asked for.</summary>
    public AveragingRun? Averaging { get; }

    /// <summary>The best epoch so far.</summary>
    public BestWeights Best { get; }

    /// <summary>The stretches of parameters that are trained.</summary>
    public IReadOnlyList<ParameterRange> Ranges { get; private set; }

    /// <summary>Names of the parameters that are not trained at present.</summary>
    public IReadOnlyCollection<string> Frozen => _frozen;

    /// <summary>What callbacks multiply the step size by.</summary>
    public double LearningRateFactor { get; set; } = 1;

    /// <summary>Steps done since the fit began.</summary>
    public long Step { get; set; }

    /// <summary>The epoch under way.</summary>
    public EpochState Epoch { get; set; } = new(1);

    /// <summary>One report for each epoch done.</summary>
    public List<EpochReport> Reports { get; } = [];

    /// <summary>What schedules may follow: the loss on the validation rows (without such, the training rows) after each epoch
    /// done.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>What the last step of this process measured; only callbacks read it.</summary>
    public StepMeasures LastStep { get; set; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Time spent training before the checkpoint that the fit went on from.</summary>
    public TimeSpan ElapsedBefore { get; set; }

    /// <summary>Whether the fit went on from a checkpoint.</summary>
    public bool IsResumed { get; set; }

    /// <summary>Takes parameters out of training or back in; what the optimiser remembers of them stays.</summary>
    public void Freeze(IEnumerable<TensorSpec> tensors, bool frozen)
    {
        foreach (TensorSpec tensor in tensors)
        {
            if (frozen)
                _frozen.Add(tensor.Name);
            else
                _frozen.Remove(tensor.Name);
        }

        Ranges = Network.Ranges(tensor => !_frozen.Contains(tensor.Name));
    }
}

/// <summary>What a step measures.</summary>
/// <param name="Loss">Mean loss of the batch.</param>
/// <param name="GradientNorm">Euclidean length of the gradient, before clipping.</param>
/// <param name="LearningRate">Step size.</param>
internal readonly record struct StepMeasures(double Loss, double GradientNorm, double LearningRate);

/// <summary>How far an epoch has come.</summary>
/// <param name="number">Its number, from 1.</param>
internal sealed class EpochState(int number)
{
    /// <summary>Number of the epoch, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>Batches done.</summary>
    public int BatchCount { get; set; }

    /// <summary>Sum over the batches of loss times weight.</summary>
    public double LossSum { get; set; }

    /// <summary>Sum of the weights.</summary>
    public double WeightSum { get; set; }

    /// <summary>Step size of the last step.</summary>
    public double LearningRate { get; set; }

    /// <summary>What callbacks recorded.</summary>
    public EpochValues Values { get; } = new();

    /// <summary>Mean loss of the batches done.</summary>
    public double Loss => LossSum / WeightSum;
}
