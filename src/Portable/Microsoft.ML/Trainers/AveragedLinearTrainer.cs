namespace Microsoft.ML.Trainers;

public abstract class OnlineLinearOptions : TrainerInputBaseWithLabel
{
    public int NumberOfIterations = 1;
    public bool Shuffle = true;
}

public abstract class AveragedLinearOptions : OnlineLinearOptions
{
    public float LearningRate = 1, L2Regularization;
    public bool DecreaseLearningRate, LazyUpdate = true, Averaged = true;
}

public abstract class OnlineLinearTrainer<TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class
{
    private protected OnlineLinearTrainer(IHostEnvironment env, OnlineLinearOptions options, string name, SchemaShape.Column label)
        : base(env, name, options, label) =>
        Host.CheckUserArg(options.NumberOfIterations > 0, nameof(options.NumberOfIterations), "must be positive");

    public override TrainerInfo Info { get; } = new(calibration: true, supportIncrementalTrain: true);
}

/// <summary>The base of linear trainers that step down the loss row by row and keep the mean of all weights on the way (Freund and
/// Schapire, Large Margin Classification Using the Perceptron Algorithm, Machine Learning 37, 1999).</summary>
public abstract class AveragedLinearTrainer<TTransformer, TModel> : OnlineLinearTrainer<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class
{
    // A lazy mean takes in the current weights only once they have moved by this share of all moves before.
    private const double LazyTolerance = 1e-2f;
    private const float SmallestScale = 1f / (1 << 10);

    private readonly AveragedLinearOptions _options;
    private readonly IScalarLoss _loss;

    private protected AveragedLinearTrainer(
        IHostEnvironment env, AveragedLinearOptions options, string name, SchemaShape.Column label, IScalarLoss loss)
        : base(env, options, name, label)
    {
        Host.CheckUserArg(options.LearningRate > 0, nameof(options.LearningRate), "must be positive");
        // Each step scales the weights by 1 - 2 L2.
        Host.CheckUserArg(options.L2Regularization is >= 0 and < 0.5f, nameof(options.L2Regularization), "must be in range [0, 0.5)");
        (_options, _loss) = (TrainerInputBase.Copy(options), loss);
    }

    private protected abstract TModel MakeModel(float[] weights, float bias);

    private protected sealed override TModel TrainModelCore(IDataView data)
    {
        var rows = ReadRows(data, "features", "No valid training instances found, all instances have missing features.");
        var (weights, total) = (new float[rows.FeatureCount], new float[rows.FeatureCount]);
        float bias = 0, totalBias = 0, scale = 1; // the weights are those of the array times the scale
        double updates = 0, totalMoves = 0, pendingMoves = 0;
        var pending = 0;
        var order = Enumerable.Range(0, rows.Count).ToArray();
        for (var iteration = 0; iteration < _options.NumberOfIterations; iteration++)
        {
            Host.CheckAlive();
            if (_options.Shuffle && data.CanShuffle) // data that come in one order only are taken so, officially too
                order = Permutations.Random(Host.Rand, rows.Count);
            foreach (var row in order)
                Step(rows.Features[row], rows.Labels[row]);
            if (pending > 0)
                TakeIn(bias);
            Rescale();
        }
        if (_options.Averaged)
            TensorPrimitives.Multiply(total, 1 / (float)updates, weights);
        bias = _options.Averaged ? totalBias / (float)updates : bias;
        Host.Check(float.IsFinite(bias) && TensorPrimitives.IsFiniteAll<float>(weights), "The weights/bias contain invalid values " +
            "(NaN or Infinite). Potential causes: high learning rates, no normalization, high initial weights, etc.");
        return MakeModel(weights, bias);

        void Step(in VBuffer<float> features, float label)
        {
            var output = bias + features.Dot(weights) * scale;
            if (_loss.Loss(output, label) != 0 || _options.L2Regularization > 0)
            {
                if (pending > 0 && totalMoves * LazyTolerance <= pendingMoves)
                    TakeIn(bias * scale); // the official trainer scales the bias here, and only here
                var rate = _options.LearningRate / (_options.DecreaseLearningRate ? MathF.Sqrt((float)updates + pending + 1) : 1);
                var move = -rate * _loss.Derivative(output, label);
                features.AddTo(weights, move / scale);
                scale *= 1 - 2 * _options.L2Regularization;
                if (scale < SmallestScale)
                    Rescale();
                bias += move;
                pendingMoves += Math.Abs(move);
            }
            if (_options.Averaged && ++pending > 0 && !_options.LazyUpdate)
                TakeIn(bias);
        }

        void TakeIn(float pendingBias)
        {
            TensorPrimitives.MultiplyAdd(weights, pending * scale, total, total);
            (totalBias, updates, totalMoves) = (totalBias + pendingBias * pending, updates + pending, totalMoves + pendingMoves);
            (pending, pendingMoves) = (0, 0);
        }

        void Rescale()
        {
            TensorPrimitives.Multiply(weights, scale, weights);
            scale = 1;
        }
    }
}

public sealed class AveragedPerceptronTrainer
    : AveragedLinearTrainer<BinaryPredictionTransformer<LinearBinaryModelParameters>, LinearBinaryModelParameters>
{
    public sealed class Options : AveragedLinearOptions
    {
        public Options() => NumberOfIterations = 10;

        public IClassificationLoss? LossFunction { get; set; }
    }

    internal AveragedPerceptronTrainer(IHostEnvironment env, Options options) : base(env, options, "Averaged Perceptron",
        TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName), options.LossFunction ?? new HingeLoss())
    { }

    private protected override LinearBinaryModelParameters MakeModel(float[] weights, float bias) => new(Host, weights, bias);
}
