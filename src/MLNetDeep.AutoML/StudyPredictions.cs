namespace MLNetDeep.AutoML;

/// <summary>What a trial predicted for the test rows of one fold, none of which it had learnt from.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Width">
/// Numbers a row: 1 for two classes (the probability, or the score where there is none) and regression, the classes' number else.
/// </param>
/// <param name="Scores">Row after row, in the order of the fold's test rows. Shape [rows, width].</param>
/// <param name="Labels">The truth of the same rows: 0 or 1, the class from 0 (-1 when missing), or the number. Shape [rows].</param>
/// <param name="Rows">The numbers of the rows in the study's data, from 0; empty when the test rows are other data. Shape [rows].</param>
public sealed record StudyPredictions(
    int Fold, int Width, IReadOnlyList<float> Scores, IReadOnlyList<float> Labels, IReadOnlyList<int> Rows);
