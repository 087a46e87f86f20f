using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Diagnosis;

/// <summary>All that the checks may look at. What takes time is worked out once, when a check first asks.</summary>
internal sealed class FitEvidence
{
    /// <summary>The rows of the fit: raw features, targets as the loss takes them.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>The labels as they were read, shape [rows, targets]; class numbers from 0 where there are classes.</summary>
    public required TensorTable Labels { get; init; }

    /// <summary>The columns of a raw row.</summary>
    public required IReadOnlyList<EvidenceColumn> ColumnNames { get; init; }

    /// <summary>The classes in the order of their numbers; null when the label is a quantity.</summary>
    public required IReadOnlyList<string>? ClassNames { get; init; }

    public required ITrainingHead Head { get; init; }

    public required FitSettings Settings { get; init; }

    public required NetworkSpec Network { get; init; }

    /// <summary>The tensors that the fit ended with, in the order of the network's description.</summary>
    public required float[] Tensors { get; init; }

    /// <summary>The tensors that the fit was told to begin with; null when it drew them.</summary>
    public float[]? Initial { get; init; }

    public required TrainingHistory History { get; init; }

    /// <summary>Which rows and columns are looked at.</summary>
    public EvidenceSample Sample => field ??= new EvidenceSample(Data);

    /// <summary>The feature columns looked at, by their values in the rows looked at.</summary>
    public IReadOnlyList<ColumnEvidence> Columns => field ??= ReadColumns();

    /// <summary>What the best constant answer would have lost.</summary>
    public ConstantPredictor Baseline => field ??= ConstantPredictor.Fit(Head, Data, Sample.TrainingRows);

    /// <summary>What the rows looked at do in each layer.</summary>
    public IReadOnlyList<LayerEvidence> Layers => field ??= NetworkProbe.Examine(this);

    /// <summary>The losses that chose the epoch: those of the validation rows, else of the training rows.</summary>
    public double[] DecisiveLosses =>
        [.. History.Epochs.Select(epoch => double.IsNaN(epoch.ValidationLoss) ? epoch.TrainingLoss : epoch.ValidationLoss)];

    /// <summary>What the decisive losses are to be compared with.</summary>
    public double DecisiveBaseline => double.IsNaN(History.Best.ValidationLoss) ? Baseline.TrainingLoss : Baseline.ValidationLoss;

    /// <summary>"training" or "validation": which loss chose the epoch.</summary>
    public string DecisiveName => double.IsNaN(History.Best.ValidationLoss) ? "training" : "validation";

    /// <summary>What part of the rows a statement is about: "all 100 training rows" or "10,000 of 50,000 training rows".</summary>
    public string RowsLookedAt => Sample.TrainingRows.Length == Data.TrainRowCount
        ? $"all {Words.Count(Data.TrainRowCount)} training rows"
        : $"{Words.Count(Sample.TrainingRows.Length)} of {Words.Count(Data.TrainRowCount)} training rows";

    /// <summary>"3 of 46 feature columns", or of those looked at.</summary>
    public string ColumnsOf(int count) => Columns.Count == Data.Features.Width
        ? $"{Words.Count(count)} of {Words.Count(Columns.Count, "feature column")}"
        : $"{Words.Count(count)} of the {Words.Count(Columns.Count)} feature columns looked at";

    /// <summary>One target's values in some rows.</summary>
    public float[] LabelsOf(int[] rows, int target = 0) => [.. rows.Select(row => Labels.Row(row)[target])];

    private ColumnEvidence[] ReadColumns()
    {
        var sample = Sample;
        var columns = sample.Slots.Select(slot => new ColumnEvidence(
            ColumnNames[slot], new float[sample.TrainingRows.Length], new float[sample.ValidationRows.Length])).ToArray();
        Read(sample.TrainingRows, column => column.Training);
        Read(sample.ValidationRows, column => column.Validation);
        return columns;

        void Read(int[] rows, Func<ColumnEvidence, float[]> destination)
        {
            var values = new float[Data.Features.Width];
            for (var i = 0; i < rows.Length; i++)
            {
                Data.Features.Read(rows[i], values);
                for (var c = 0; c < columns.Length; c++)
                {
                    var value = values[sample.Slots[c]];
                    destination(columns[c])[i] = value == 0 && columns[c].Categories is not null ? float.NaN : value;
                }
            }
        }
    }
}
