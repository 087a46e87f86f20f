using Microsoft.ML;
using MLNetDeep.Conformance;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Tests.Conformance;

/// <summary>What our own checks need to know of a task beside what the suite knows.</summary>
internal static class DeepTasks
{
    /// <summary>The tasks that have deep trainers.</summary>
    public static IReadOnlyList<TaskData> All { get; } = [TaskData.Binary, TaskData.Multiclass, TaskData.Regression, TaskData.MultiLabel];

    /// <summary>The catalog that trainers of a task extend.</summary>
    public static object Trainers(TaskData task, MLContext ml) => task.Name switch
    {
        "Binary" => ml.BinaryClassification.Trainers,
        "Multiclass" => ml.MulticlassClassification.Trainers,
        "Regression" => ml.Regression.Trainers,
        "MultiLabel" => ml.MultiLabelClassification.Trainers,
        _ => throw new ArgumentException($"No deep trainer learns {task.Name}."),
    };

    /// <summary>The mean loss of predictions, in the unit of the training history.</summary>
    /// <param name="task">What was learned.</param>
    /// <param name="predictions">One a row.</param>
    /// <param name="signal">The signal behind the labels of these rows.</param>
    /// <param name="trainSignal">The signal behind the labels that were trained on.</param>
    public static double Loss(TaskData task, IReadOnlyList<Prediction> predictions, double[] signal, double[] trainSignal) => task switch
    {
        TwoClassData => predictions.Zip(signal).Average(pair => LogLoss(pair.First.Score[0], TwoClassData.Class(pair.Second))),
        MulticlassData => predictions.Zip(signal).Average(pair => -Math.Log(pair.First.Score[MulticlassData.Class(pair.Second)])),
        MultiLabelData => predictions.Zip(signal).Average(pair => pair.First.Score.Zip(MultiLabelData.Truth(pair.Second))
            .Average(each => LogLoss(each.First, each.Second))),
        NumberData numbers => SquaredError(numbers, predictions, signal) / Variance(numbers, trainSignal),
        _ => throw new ArgumentException($"No deep trainer learns {task.Name}."),
    };

    private static double LogLoss(float score, bool truth) => Math.Log(1 + Math.Exp(truth ? -score : score));

    private static double SquaredError(NumberData numbers, IReadOnlyList<Prediction> predictions, double[] signal)
        => predictions.Zip(signal).Average(pair => Math.Pow(pair.First.Score[0] - numbers.Value(pair.Second), 2));

    private static double Variance(NumberData numbers, double[] signal)
    {
        var mean = signal.Average(numbers.Value);
        return signal.Average(value => Math.Pow(numbers.Value(value) - mean, 2));
    }
}
