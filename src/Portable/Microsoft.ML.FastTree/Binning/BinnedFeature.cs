namespace Microsoft.ML.Trainers.FastTree.Binning;

/// <summary>A splittable feature and where its bins lie in the column that carries it.</summary>
/// <param name="Index">Of the feature among all the model's features.</param>
/// <param name="Column">Of the column that carries it.</param>
/// <param name="Start">The feature's bin b ≥ 1 is the column's bin Start + b.</param>
/// <param name="Bounds">Upper bounds of the feature's bins.</param>
internal sealed record BinnedFeature(int Index, int Column, int Start, float[] Bounds)
{
    public int BinCount => Bounds.Length;

    /// <summary>Whether a row with this column bin lies above the feature's bin.</summary>
    public bool IsAbove(int columnBin, int bin) => columnBin > Start + bin && columnBin < Start + BinCount;
}
