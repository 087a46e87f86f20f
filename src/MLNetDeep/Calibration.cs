namespace MLNetDeep;

/// <summary>How the probabilities of a classifier are mended on the validation rows.</summary>
public enum Calibration
{
    /// <summary>Not at all: they are what the loss made them.</summary>
    None,

    /// <summary>
    /// All logits are divided by one number, the temperature with the least log-loss on the validation rows (arXiv:1706.04599). Predicted
    /// labels stay as they are.
    /// </summary>
    Temperature,
}
