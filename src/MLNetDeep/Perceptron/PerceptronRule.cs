namespace MLNetDeep;

/// <summary>How a perceptron learns from a row; y is the step function of its score, 1 above 0 and else 0.</summary>
public enum PerceptronRule
{
    /// <summary>
    /// w += rate (t - y) x with a label t of 0 or 1: only mistakes are learned from (Rosenblatt 1958). If a line separates the classes by a
    /// margin g and no row, its constant input included, is longer than R, it makes at most (R / g)² mistakes in all, whatever the order
    /// and the rate (Novikoff 1962); if none does, it never comes to rest.
    /// </summary>
    ErrorCorrecting,

    /// <summary>
    /// w += rate t x with a label t of -1 or 1: every row is learned from, once (Hebb 1949). What fires together is wired together; there
    /// is no promise, but for inputs that are centred and do not go together.
    /// </summary>
    Hebbian,
}
