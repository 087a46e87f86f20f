using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Conformance.Data;

/// <summary>What the checks need to know of a task: where its trainers live, how its labels and predictions look.</summary>
internal abstract class TaskData
{
    /// <summary>The tasks that have deep trainers.</summary>
    public static IReadOnlyList<TaskData> All { get; } =
        [new BinaryData(), new MulticlassData(), new RegressionData(), new MultiLabelData()];

    public abstract string Name { get; }

    /// <summary>The catalog that trainers of the task extend.</summary>
    public abstract object Trainers(MLContext ml);

    /// <summary>The label type in ML.NET's words.</summary>
    public abstract string LabelType { get; }

    /// <summary>Labels that follow a signal of mean 0 and deviation about 1.</summary>
    public abstract TestColumn Label(double[] signal);

    /// <summary>Labels with a missing one in a row, or null when labels of the task cannot be missing.</summary>
    public virtual TestColumn? LabelMissingAt(double[] signal, int row) => null;

    /// <summary>What is said of it.</summary>
    public virtual string MissingMessage(int rowNumber) => "";

    /// <summary>What is said when all labels are the first class, or null when that is allowed.</summary>
    public virtual string? OneClassMessage => null;

    /// <summary>Predicted label, probabilities and score of each row must agree.</summary>
    public abstract void AssertCoherent(Prediction prediction);

    /// <summary>How much better than a constant prediction: 0 for no better, 1 for perfect.</summary>
    public abstract double Skill(IReadOnlyList<Prediction> predictions, double[] signal);

    /// <summary>The mean loss of predictions, in the unit of the training history.</summary>
    /// <param name="predictions">One a row.</param>
    /// <param name="signal">The signal behind the labels of these rows.</param>
    /// <param name="trainSignal">The signal behind the labels that were trained on.</param>
    public abstract double Loss(IReadOnlyList<Prediction> predictions, double[] signal, double[] trainSignal);

    /// <summary>A table of features and labels, the same whenever the arguments are.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="seed">Other seeds give other rows of the same kind.</param>
    /// <param name="width">Number of features, of which at most three matter.</param>
    /// <param name="edit">Changes the features after the labels were made from them.</param>
    public TestTable Table(int rows = 160, int seed = 1, int width = 4, Action<float[][]>? edit = null)
    {
        var features = Features(rows, seed, width);
        var label = Label(Signal(features));
        edit?.Invoke(features);
        return new(new VectorColumn("Features", features, width), Category("Size", features, 3), Category("City", features, 12), label);
    }

    /// <summary>A key that follows the last feature, which hardly matters; 0, a missing value, now and then.</summary>
    private static TestColumn<uint> Category(string name, float[][] features, int count) => new(
        name, new KeyDataViewType(typeof(uint), count),
        [.. features.Select((x, row) => row % 7 == 3 ? 0 : (uint)Math.Clamp((x[^1] + 2) / 4 * count, 0, count - 1) + 1)]);

    /// <summary>The signal behind the labels of <see cref="Table"/>.</summary>
    public static double[] Signal(int rows = 160, int seed = 1, int width = 4) => Signal(Features(rows, seed, width));

    private static double[] Signal(float[][] features)
        => [.. features.Select(x => x[0] - (x.Length > 1 ? 0.8 * x[1] : 0) + (x.Length > 2 ? 0.5 * x[2] * x[0] : 0))];

    private static float[][] Features(int rows, int seed, int width)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, width).Select(_ => (float)Normal(random)).ToArray())];
    }

    private static double Normal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
