using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

/// <summary>Small fits: y = sin(2 a) + b on rows drawn once.</summary>
internal static class Fits
{
    public static readonly FitSettings Quick = new() { MaximumEpochCount = 5, BatchSize = 16, LearningRate = 0.01, Seed = 7 };

    public static TrainingData Data(int rows, int validationRows, bool normalise = true, bool weighted = false)
    {
        var random = new Random(3);
        float[] features = new float[rows * 2];
        float[] targets = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            (double a, double b) = (random.NextDouble() * 2 - 1, random.NextDouble() * 2 - 1);
            (features[2 * i], features[2 * i + 1]) = ((float)a, (float)b);
            targets[i] = (float)(Math.Sin(2 * a) + b);
        }

        var table = new TensorTable(rows, 2, features);
        int[] train = [.. Enumerable.Range(0, rows - validationRows)];
        return new TrainingData
        {
            Features = table,
            Targets = new TensorTable(rows, 1, targets),
            Weights = weighted ? [.. Enumerable.Range(0, rows).Select(i => i % 5 / 2f)] : null,
            TrainRows = train,
            ValidationRows = [.. Enumerable.Range(rows - validationRows, validationRows)],
            Encoding = normalise ? InputNormalization.Fit(table, train) : null,
        };
    }

    public static NetworkSpec Network(TrainingData data, bool batchNorm = false, double dropout = 0)
    {
        var layers = new List<LayerSpec>();
        if (data.Encoding is { } first)
            layers.Add(first.Spec);
        layers.Add(new LinearSpec(12));
        if (batchNorm)
            layers.Add(new BatchNormSpec());
        layers.Add(new ActivationSpec(Activation.Silu));
        layers.Add(new DropoutSpec(dropout));
        layers.Add(new LinearSpec(1, true, WeightInitialization.Glorot));
        return new NetworkSpec([2], layers);
    }

    public static TrainingResult Run(
        NetworkSpec network, TrainingData data, FitSettings settings, IProgress<EpochReport>? progress = null, Action? checkAlive = null) =>
        Run(network, data, settings, new FitHooks { Progress = progress, CheckAlive = checkAlive ?? (() => { }) });

    public static TrainingResult Run(NetworkSpec network, TrainingData data, FitSettings settings, FitHooks hooks) =>
        TrainingLoop.Run(network, new SquaredErrorHead(), data, settings, hooks);
}
