namespace MLNetDeep.AutoML;

/// <summary>What a candidate learns: the catalog of ML.NET or of ours that its trainer is taken from.</summary>
public enum DeepTask
{
    /// <summary>Two classes, <c>ml.BinaryClassification</c>.</summary>
    BinaryClassification,

    /// <summary>Several classes, <c>ml.MulticlassClassification</c>.</summary>
    MulticlassClassification,

    /// <summary>A number, or several, <c>ml.Regression</c>.</summary>
    Regression,

    /// <summary>Labels that do not exclude each other, <c>ml.MultiLabelClassification</c>.</summary>
    MultiLabelClassification,

    /// <summary>A class for each step of a sequence, <c>ml.SequenceLabeling</c>.</summary>
    SequenceLabeling,

    /// <summary>A sequence from another, <c>ml.SequenceToSequence</c>.</summary>
    SequenceToSequence,
}
