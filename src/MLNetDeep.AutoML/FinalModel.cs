namespace MLNetDeep.AutoML;

/// <summary>What becomes of the best setting of a study.</summary>
public enum FinalModel
{
    /// <summary>
    /// One model, fitted on all rows. Where an epoch was chosen in the folds, it trains for the median of those epochs and holds no rows
    /// out; where the trainer needs rows held out, as calibration does, it is fitted as in the folds.
    /// </summary>
    RefitOnAllRows,

    /// <summary>The average of the models of all folds, as one transformer: slower by their number, and often a little better.</summary>
    BagOfFolds,

    /// <summary>No model: the study only searches.</summary>
    None,
}
