using Microsoft.ML.Data;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance;

/// <summary>What a trainer learns: how labels of the task are made, and what predictions must be like.</summary>
public abstract class TaskData
{
    internal const int DefaultRowCount = 160;

    private protected TaskData()
    {
    }

    /// <summary>Binary classification, by a Boolean label.</summary>
    /// <value>About two rows in five are true.</value>
    public static TaskData Binary { get; } = new TwoClassData();

    /// <summary>Classification by a label that is a key.</summary>
    /// <value>Three classes: low, middle, high.</value>
    public static TaskData Multiclass { get; } = new MulticlassData();

    /// <summary>Regression on a label that is a number.</summary>
    /// <value>Numbers of mean about 1000 and deviation about 70: a trainer must scale its targets, or not need to.</value>
    public static TaskData Regression { get; } = new RegressionData();

    /// <summary>Regression on counts: whole numbers from 0, as Poisson regression wants them.</summary>
    /// <value>Counts of mean about 8.</value>
    public static TaskData Counts { get; } = new CountData();

    /// <summary>Classification by a label that is a vector of Booleans.</summary>
    /// <value>Three labels: up, down, far.</value>
    public static TaskData MultiLabel { get; } = new MultiLabelData();

    /// <summary>Anything else, such as sequences: the subject has <see cref="TrainerSubject.OwnData"/>, and nothing is
    /// demanded of its predictions but that they are the same when they should be.</summary>
    /// <value>Makes no data.</value>
    public static TaskData Other { get; } = new OtherData();

    /// <summary>All tasks that the suite makes data for.</summary>
    /// <value>All but <see cref="Other"/>.</value>
    public static IReadOnlyList<TaskData> All { get; } = [Binary, Multiclass, Regression, MultiLabel, Counts];

    /// <summary>The task's name.</summary>
    /// <value>Such as <c>Binary</c>.</value>
    public abstract string Name { get; }

    /// <summary>Labels that follow a signal of mean 0 and deviation about 1.</summary>
    internal abstract TestColumn Label(string name, double[] signal);

    /// <summary>Labels with a missing one in a row, or null when labels of the task cannot be missing.</summary>
    internal virtual TestColumn? LabelMissingAt(string name, double[] signal, int row) => null;

    /// <summary>Whether rows of one class alone must be refused, or else learned as they are.</summary>
    internal virtual bool HasClasses => false;

    /// <summary>Whether scores, or a column of probabilities, must add up to something.</summary>
    internal virtual void DemandProbabilities(Prediction prediction)
    {
    }

    /// <summary>Predicted label and score of each row must agree.</summary>
    internal abstract void DemandAgreement(Prediction prediction);

    /// <summary>How much better than a constant prediction: 0 for no better, 1 for perfect.</summary>
    internal abstract double Skill(IReadOnlyList<Prediction> predictions, double[] signal);

    /// <summary>A table of features and labels, the same whenever the arguments are.</summary>
    /// <param name="features">Name of the feature column.</param>
    /// <param name="label">Name of the label column.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="seed">Other seeds give other rows of the same kind.</param>
    /// <param name="width">Number of features, of which at most three matter.</param>
    /// <param name="edit">Changes the features after the labels were made from them.</param>
    internal virtual TestTable Table(
        string features = "Features", string label = "Label", int rows = DefaultRowCount, int seed = 1, int width = 4,
        Action<float[][]>? edit = null)
    {
        var values = Features(rows, seed, width);
        var labels = Label(label, Signal(values));
        edit?.Invoke(values);
        return new(TestColumn.Vector(features, values, width), Category("Size", values, 3), Category("City", values, 12), labels);
    }

    /// <summary>The signal behind the labels of <see cref="Table"/>.</summary>
    internal static double[] Signal(int rows = DefaultRowCount, int seed = 1, int width = 4) => Signal(Features(rows, seed, width));

    /// <summary>A key that follows the last feature, which hardly matters; 0, a missing value, now and then.</summary>
    private static TestColumn<uint> Category(string name, float[][] features, int count) => new(
        name, new KeyDataViewType(typeof(uint), count),
        [.. features.Select((x, row) => row % 7 == 3 ? 0 : (uint)Math.Clamp((x[^1] + 2) / 4 * count, 0, count - 1) + 1)]);

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
