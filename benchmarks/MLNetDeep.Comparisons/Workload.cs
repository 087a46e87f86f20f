using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons;

/// <summary>The network and the data that all measurements share: an MLP 20-64-64-3 on random rows.</summary>
internal static class Workload
{
    public const int Inputs = 20;
    public const int Classes = 3;
    public const int Batch = 128;

    /// <summary>Cross-entropy over class indices.</summary>
    public static ITrainingHead Head { get; } = new MulticlassHead(Classes, null);

    public static NetworkSpec Network(bool batchNormAndDropout = false)
    {
        var layers = new List<LayerSpec>();
        for (int i = 0; i < 2; i++)
        {
            layers.Add(new LinearSpec(64));
            if (batchNormAndDropout)
                layers.Add(new BatchNormSpec());
            layers.Add(new ActivationSpec(Activation.Relu));
            if (batchNormAndDropout)
                layers.Add(new DropoutSpec(0.1));
        }

        layers.Add(new LinearSpec(Classes, true, WeightInitialization.Glorot));
        return new NetworkSpec([Inputs], layers);
    }

    public static TrainingData Data(int rows)
    {
        var random = new Random(5);
        float[] features = new float[rows * Inputs];
        float[] targets = new float[rows];
        for (int i = 0; i < features.Length; i++)
            features[i] = (float)(random.NextDouble() * 2 - 1);
        for (int i = 0; i < rows; i++)
            targets[i] = random.Next(Classes);
        return new TrainingData
        {
            Features = new TensorTable(rows, Inputs, features),
            Targets = new TensorTable(rows, 1, targets),
            TrainRows = [.. Enumerable.Range(0, rows)],
            ValidationRows = [],
        };
    }
}
