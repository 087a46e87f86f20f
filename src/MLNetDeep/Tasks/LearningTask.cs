using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>A kind of problem, before any data is seen: which labels it takes and which columns it promises.</summary>
internal abstract class LearningTask
{
    /// <summary>Every task that a saved model can name.</summary>
    private static readonly LearningTask[] All =
    [
        BinaryTask.Instance, MulticlassTask.Instance, MultiLabelTask.Instance, RegressionTask.Instance, SequenceLabelTask.Instance,
        SequenceToSequenceTask.Instance,
    ];

    /// <summary>The task's name, as it stands in the model.</summary>
    public abstract string Name { get; }

    /// <summary>What it is called in messages: <c>binary classification</c>.</summary>
    public abstract string Noun { get; }

    /// <summary>Whether the task can be trained with this loss.</summary>
    public abstract bool Takes(LossFunction loss);

    /// <summary>Notes options that make no sense for the task.</summary>
    public abstract void Check(DeepTrainerOptions options, OptionRules rules);

    /// <summary>How many classes that exclude each other a label tells apart; 0 when it is no class.</summary>
    public virtual int ClassCount(DataViewSchema.Column label) => 0;

    /// <summary>Whether the validation rows are drawn class by class.</summary>
    public abstract bool IsStratified { get; }

    /// <summary>Whether each step of a sequence has an output of its own.</summary>
    public virtual bool PredictsEveryStep => false;

    /// <summary>Whether a decoder tells the outputs one after the other.</summary>
    public virtual bool HasDecoder => false;

    /// <summary>Whether training can go on from a model of the task of this name.</summary>
    public virtual bool Continues(string task) => task == Name;

    /// <summary>Whether a sum of what the steps say by themselves cannot be right: where outputs follow the order of the steps.</summary>
    public virtual bool NeedsOrder => PredictsEveryStep;

    /// <summary>The label type the task takes, in ML.NET's words.</summary>
    public abstract string ExpectedLabelType { get; }

    /// <summary>The column in which trainers of the task put what an ensemble of them averages.</summary>
    public virtual string MemberColumn => "Score";

    /// <summary>Turns an average of <see cref="MemberColumn"/> into a finished score of the head.</summary>
    public virtual float ToScore(float value) => value;

    /// <summary>Whether a label column of this shape will do.</summary>
    public abstract bool Accepts(SchemaShape.Column label);

    /// <summary>The columns a fitted transformer will add.</summary>
    /// <param name="label">The label.</param>
    /// <param name="settings">What the user asked of the head.</param>
    public abstract IEnumerable<SchemaShape.Column> Promise(SchemaShape.Column label, HeadSettings settings);

    /// <summary>The columns as the task needs them read, with <see cref="InputColumns.TargetCount"/> where only the data tell it: nothing
    /// else, unless the task says otherwise.</summary>
    /// <param name="inputs">The columns as the architecture reads them.</param>
    /// <param name="data">The training data.</param>
    /// <param name="options">Which column is the label, and more.</param>
    public virtual InputColumns Bind(InputColumns inputs, IDataView data, DeepTrainerOptions options) => inputs;

    /// <summary>The number of target values of a row; 0 where the label's type does not tell it.</summary>
    public abstract int TargetWidth(DataViewSchema.Column label);

    /// <summary>A reader of the target values that may look at the features, too.</summary>
    public virtual TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label, BoundInputs inputs) => CreateReader(row, label);

    /// <summary>A reader that writes the current row's target values; it throws when the label is missing or not usable.</summary>
    public abstract TargetReader CreateReader(DataViewRow row, DataViewSchema.Column label);

    /// <summary>Makes the head for the labels read.</summary>
    /// <param name="label">The label column of the training data.</param>
    /// <param name="targets">The targets, shape [rows, target width].</param>
    /// <param name="trainRows">The rows the head may learn from.</param>
    /// <param name="settings">What the user asked of the head.</param>
    /// <exception cref="InvalidOperationException">The labels cannot be learned from, for instance all are alike.</exception>
    public abstract TaskHead CreateHead(
        DataViewSchema.Column label, ReadOnlySpan<float> targets, ReadOnlySpan<int> trainRows, HeadSettings settings);

    /// <summary>Makes the head for the labels read, in the shape in which they were.</summary>
    public virtual TaskHead CreateHead(
        DataViewSchema.Column label, TensorTable targets, ReadOnlySpan<int> trainRows, HeadSettings settings) =>
        CreateHead(label, targets.Values, trainRows, settings);

    /// <summary>The classes' names as users write them, for tasks whose label is one class of several.</summary>
    public virtual IReadOnlyList<string> ClassNames(DataViewSchema.Column label) =>
        KeyNames.Read(label)?.Texts
        ?? [.. Enumerable.Range(1, (int)((KeyDataViewType)label.Type).Count).Select(key => key.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Makes the head that a saved model describes.</summary>
    public abstract TaskHead ReadHead(JsonObject json);

    /// <summary>Notes options that ask for numbers where the label has classes.</summary>
    private protected static void CheckClassOptions(DeepTrainerOptions options, OptionRules rules, string noun)
    {
        rules.Require(options.IntervalCoverage is null, nameof(options.IntervalCoverage), $"null for {noun}", options.IntervalCoverage);
        var smoothed = options.LabelSmoothing is null or 0 || options.Loss is null or { TakesLabelSmoothing: true };
        rules.Require(
            smoothed, nameof(options.LabelSmoothing), $"null or 0 for {options.Loss?.GetType().Name}", options.LabelSmoothing);
    }

    /// <summary>Notes options that ask for something of a row as a whole where its label has several parts.</summary>
    private protected static void CheckSequenceOptions(DeepTrainerOptions options, OptionRules rules, string noun)
    {
        rules.Require(options.ClassWeights is null, nameof(options.ClassWeights), $"null for {noun}", options.ClassWeights);
        rules.Require(options.Calibration == Calibration.None, nameof(options.Calibration), $"None for {noun}", options.Calibration);
        var sets = options.PredictionSetCoverage;
        rules.Require(sets is null, nameof(options.PredictionSetCoverage), $"null for {noun}", sets);
        rules.Require(options.MixupAlpha is null or 0, nameof(options.MixupAlpha), $"null or 0 for {noun}", options.MixupAlpha);
        var alpha = (options.Loss as FocalLoss)?.Alpha;
        rules.Require(alpha is null, $"{nameof(options.Loss)}.{nameof(FocalLoss.Alpha)}", $"null for {noun}", alpha);
    }

    /// <summary>A reader of a key's value as a class number from 0.</summary>
    protected static TargetReader KeyReader(DataViewRow row, DataViewSchema.Column label)
    {
        var getKey = row.GetGetter<uint>(label);
        return (rowNumber, target) =>
        {
            uint value = 0;
            getKey(ref value);
            target[0] = value == 0 ? throw LabelErrors.Missing(label.Name, rowNumber) : value - 1;
        };
    }

    /// <summary>The task of this name.</summary>
    /// <exception cref="FormatException">There is no such task.</exception>
    public static LearningTask ByName(string name) =>
        Array.Find(All, task => task.Name == name)
        ?? throw new FormatException($"the task '{name}' is not one of {string.Join(", ", All.Select(task => task.Name))}");
}

/// <summary>Writes the target values of the row the cursor stands on; <paramref name="rowNumber"/> counts from 1, for messages.</summary>
internal delegate void TargetReader(long rowNumber, Span<float> target);
