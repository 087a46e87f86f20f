namespace Microsoft.ML.Trainers;

/// <summary>The base of linear trainers that minimise their loss, plus an L1 and an L2 penalty on the weights, with L-BFGS. Parameters lie
/// as one vector: first one bias a class, then the weights class by class.</summary>
public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel> where TModel : class
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    private readonly TOptions _options;

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        public float L2Regularization = 1, L1Regularization = 1, OptimizationTolerance = 1e-7f;
        public int HistorySize = 20, MaximumNumberOfIterations = int.MaxValue;
        public int? NumberOfThreads;
        public bool EnforceNonNegativity;
    }

    internal LbfgsTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column labelColumn)
        : base(env, "LbfgsTrainerBase", options, labelColumn)
    {
        Host.CheckUserArg(options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads),
            "Must be positive (or empty for default)");
        Host.CheckUserArg(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        Host.CheckUserArg(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        Host.CheckUserArg(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        Host.CheckUserArg(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        Host.CheckUserArg(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        _options = TrainerInputBase.Copy(options);
    }

    public override TrainerInfo Info { get; } = new(caching: true, supportIncrementalTrain: true);

    /// <summary>Options as the catalog's methods give them.</summary>
    internal static TOptions MakeOptions(
        string label, string features, string? weight, float l1, float l2, float tolerance, int historySize, bool nonNegative)
    {
        var options = new TOptions { LabelColumnName = label, FeatureColumnName = features, ExampleWeightColumnName = weight };
        (options.L1Regularization, options.L2Regularization, options.OptimizationTolerance) = (l1, l2, tolerance);
        (options.HistorySize, options.EnforceNonNegativity) = (historySize, nonNegative);
        return options;
    }

    private protected sealed override TModel TrainModelCore(IDataView data)
    {
        var rows = ReadRows(data, "features/label/weight", "No valid training instances found, all instances have missing features.");
        var (width, classCount) = (rows.FeatureCount, Math.Max(1, ClassCountOf(data.Schema)));
        Host.CheckParam((width + 1L) * classCount <= Array.MaxLength, nameof(data), "The number of model parameters which is equal to " +
            $"('# of features' + 1) * '# of classes' should be less than or equal to {Array.MaxLength}.");
        var parameterCount = classCount * (width + 1);
        var scale = 1 / (float)Enumerable.Range(0, rows.Count).Sum(row => (double)rows.Weight(row));
        var constant = ConstantLoss(rows.Labels);
        // As many parts as threads, if each has a fair number of rows. Sums, and so the last digits, depend on it, officially too.
        var parts = _options.NumberOfThreads ?? Environment.ProcessorCount;
        if (rows.Count / parts < 10)
            parts = Math.Max(1, rows.Count / 100);
        var gradients = Enumerable.Range(0, parts).Select(_ => new float[parameterCount]).ToArray();
        var losses = new float[parts];
        var optimizer = new LbfgsOptimizer(Evaluate, parameterCount, _options.HistorySize, classCount,
            _options.L1Regularization / rows.Count, _options.EnforceNonNegativity);
        var finished = MakeStopping(_options.OptimizationTolerance, _options.MaximumNumberOfIterations);
        return MakeModel(optimizer.Minimize(finished, Host.CheckAlive), classCount);

        float Evaluate(float[] point, float[] gradient)
        {
            Parallel.For(0, parts, part => losses[part] = Sum(part, point, gradients[part]));
            gradients[0].CopyTo(gradient, 0);
            var loss = losses[0];
            for (var part = 1; part < parts; part++)
            {
                TensorPrimitives.Add(gradients[part], gradient, gradient);
                loss += losses[part];
            }
            double norm = 0;
            foreach (var weight in point.AsSpan(classCount))
                norm += weight * weight;
            var penalised = gradient.AsSpan(classCount);
            TensorPrimitives.MultiplyAdd(point.AsSpan(classCount), _options.L2Regularization, penalised, penalised);
            TensorPrimitives.Multiply(gradient, scale, gradient);
            return (loss + (float)(norm * _options.L2Regularization * 0.5)) * scale + constant;
        }

        float Sum(int part, float[] point, float[] gradient)
        {
            Array.Clear(gradient);
            var scores = new float[classCount];
            double loss = 0;
            for (var row = First(part); row < First(part + 1); row++)
            {
                ref readonly var features = ref rows.Features[row];
                for (var c = 0; c < classCount; c++)
                    scores[c] = point[c] + features.Dot(point.AsSpan(classCount + c * width, width));
                var weight = rows.Weight(row);
                loss += weight * LossOf(scores, rows.Labels[row]);
                for (var c = 0; c < classCount; c++)
                {
                    var error = weight * scores[c];
                    features.AddTo(gradient.AsSpan(classCount + c * width, width), error);
                    gradient[c] += error;
                }
            }
            return (float)loss;
        }

        // The first parts are one row longer where the rows do not divide evenly.
        int First(int part) => part * (rows.Count / parts) + Math.Min(part, rows.Count % parts);
    }

    /// <summary>What the labels alone add to the mean loss.</summary>
    private protected virtual float ConstantLoss(ReadOnlySpan<float> labels) => 0;

    /// <summary>The loss of one row's scores, which are replaced by its derivatives. Called from several threads at once.</summary>
    private protected abstract float LossOf(Span<float> scores, float label);
    private protected abstract TModel MakeModel(float[] parameters, int classCount);

    /// <summary>Stops when an exponentially fading mean of the improvement falls below the tolerance.</summary>
    private protected virtual Func<LbfgsOptimizer, bool> MakeStopping(float tolerance, int maximumIterations)
    {
        const float Memory = 0.25f;
        var sum = 0f;
        return search =>
        {
            sum = search.LastValue - search.Value + Memory * sum;
            var mean = sum * (1 - Memory) / (1 - MathF.Pow(Memory, search.Iteration));
            return mean < tolerance || search.Iteration >= maximumIterations;
        };
    }
}

public sealed class LbfgsLogisticRegressionBinaryTrainer
    : LbfgsTrainerBase<LbfgsLogisticRegressionBinaryTrainer.Options, BinaryPredictionTransformer<LogisticModel>, LogisticModel>
{
    public sealed class Options : OptionsBase;

    internal LbfgsLogisticRegressionBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeBoolScalarLabel(options.LabelColumnName)) { }

    private protected override float LossOf(Span<float> scores, float label)
    {
        var half = scores[0] / 2;
        // log(e^half + e^-half), from its larger term
        var logSum = (float)(Math.Abs(half) + Math.Log(1 + Math.Exp(-Math.Abs(scores[0]))));
        var target = label > 0 ? 1f : 0f;
        scores[0] = (float)Math.Exp(half - logSum) - target;
        return logSum - (2 * target - 1) * half;
    }

    private protected override LogisticModel MakeModel(float[] parameters, int classCount) =>
        LinearBinaryModelParameters.Logistic(Host, parameters[1..], parameters[0]);
}

public sealed class LbfgsMaximumEntropyMulticlassTrainer : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options,
    MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    public sealed class Options : OptionsBase;

    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeU4ScalarColumn(options.LabelColumnName)) { }

    private protected override float LossOf(Span<float> scores, float label)
    {
        var logSum = MaximumEntropyModelParameters.LogSumExp(scores);
        var loss = logSum - scores[(int)label];
        for (var c = 0; c < scores.Length; c++)
            scores[c] = (float)Math.Exp(scores[c] - logSum) - (c == (int)label ? 1 : 0);
        return loss;
    }

    private protected override MaximumEntropyModelParameters MakeModel(float[] parameters, int classCount) =>
        new(Host, [.. parameters[classCount..].Chunk(parameters.Length / classCount - 1)], parameters[..classCount]);
}

public sealed class LbfgsPoissonRegressionTrainer : LbfgsTrainerBase<LbfgsPoissonRegressionTrainer.Options,
    RegressionPredictionTransformer<PoissonRegressionModelParameters>, PoissonRegressionModelParameters>
{
    public sealed class Options : OptionsBase;

    internal LbfgsPoissonRegressionTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerUtils.MakeR4ScalarColumn(options.LabelColumnName)) { }

    /// <summary>The mean of log(label!): it moves the value that stopping is relative to, not the minimum.</summary>
    private protected override float ConstantLoss(ReadOnlySpan<float> labels)
    {
        double sum = 0;
        foreach (var label in labels)
        {
            Contracts.Check(label >= 0, $"Poisson regression must regress to a non-negative label, but label {label} encountered");
            sum += LogFactorial(label);
        }
        return (float)(sum / labels.Length);
    }

    private protected override float LossOf(Span<float> scores, float label)
    {
        var (score, mean) = (scores[0], (float)Math.Exp(scores[0]));
        scores[0] = mean - label;
        return mean - label * score;
    }

    private protected override PoissonRegressionModelParameters MakeModel(float[] parameters, int classCount) =>
        new(Host, parameters[1..], parameters[0]);

    /// <summary>Stops when the mean relative improvement of the last five steps falls below the tolerance.</summary>
    private protected override Func<LbfgsOptimizer, bool> MakeStopping(float tolerance, int maximumIterations)
    {
        const int Window = 5;
        var past = new Queue<float>();
        return search =>
        {
            past.Enqueue(search.Value);
            if (past.Count <= Window)
                return false;
            var improvement = (past.Dequeue() - search.Value) / Window / Math.Abs(search.Value);
            return improvement < tolerance || search.Iteration >= maximumIterations;
        };
    }

    /// <summary>log Γ(x + 1), by Stirling's series from 8 on and the recurrence below.</summary>
    private static double LogFactorial(double x) => x < 8
        ? LogFactorial(x + 1) - Math.Log(x + 1)
        : (x + 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x * x * x) + 1 / (1260 * Math.Pow(x, 5));
}
