namespace MLNetDeep.AutoML;

/// <summary>Something that trials of a study are judged by. The first objective is always the score.</summary>
public enum StudyObjective
{
    /// <summary>The mean over the folds of the ranking metric, in its own direction.</summary>
    Score,

    /// <summary>Mean seconds to fit a fold; less is better.</summary>
    FitSeconds,

    /// <summary>Mean microseconds to predict one row, many rows at a time; less is better.</summary>
    PredictMicroseconds,

    /// <summary>Mean size of the saved model in bytes; less is better.</summary>
    ModelBytes,
}
