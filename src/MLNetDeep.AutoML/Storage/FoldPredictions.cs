namespace MLNetDeep.AutoML;

/// <summary>What a trial predicted for the test rows of one fold, none of which it had learnt from.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Width">
/// Numbers a row: 1 for two classes (the probability, or the score where there is none) and regression, the classes' number else.
/// </param>
/// <param name="Scores">Row after row, in the order of the fold's test rows.</param>
/// <param name="Labels">The truth of the same rows: 0 or 1, the class from 0 (-1 when missing), or the number.</param>
internal sealed record FoldPredictions(int Fold, int Width, float[] Scores, float[] Labels);
