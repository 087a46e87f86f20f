namespace MLNetDeep.Conformance;

/// <summary>What a trainer must refuse in words; see <see cref="TrainerSubject.Messages"/>.</summary>
public enum Refusal
{
    /// <summary>The feature column is not there. The message must hold the column's name.</summary>
    MissingFeatureColumn,

    /// <summary>The label column is not there. The message must hold the column's name.</summary>
    MissingLabelColumn,

    /// <summary>The feature column is one number, not a vector. The message must hold the column's name and <c>Single</c>.</summary>
    WrongFeatureType,

    /// <summary>The label column is text. The message must hold the column's name and <c>String</c>.</summary>
    WrongLabelType,

    /// <summary>A model for 4 features is given 5. The message must hold the column's name.</summary>
    OtherWidth,

    /// <summary>There is no row. The message must say so: empty, no, zero or 0 rows, or at least how many there must be.</summary>
    NoRows,

    /// <summary>Only one class is there. The message must hold the word class.</summary>
    OneClass,

    /// <summary>A feature is infinite. The message must hold the column's name and the number of the row, 42, counted from 1.</summary>
    InfiniteFeature,

    /// <summary>A label is missing. The message must hold the column's name and the number of the row, 30, counted from 1.</summary>
    MissingLabel,
}
