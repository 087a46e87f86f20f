namespace MLNetDeep.Training.Managed;

/// <summary>A tensor of a network, where it lies in the flat arrays.</summary>
/// <param name="Numbers">All numbers of the network.</param>
/// <param name="Slopes">Gradients of all parameters.</param>
/// <param name="Offset">Where the tensor starts in both.</param>
/// <param name="Count">How many numbers it has.</param>
/// <param name="IsTrained">Whether anybody asks for its gradients.</param>
internal sealed record ManagedTensor(float[] Numbers, float[] Slopes, int Offset, int Count, bool IsTrained)
{
    public Span<float> Values => Numbers.AsSpan(Offset, Count);

    public Span<float> Gradients => Slopes.AsSpan(Offset, Count);

    /// <summary>The values from a place on, as rows of a matrix.</summary>
    public Matrix Matrix(int width, int start = 0) => new(Numbers, Offset + start, width);

    /// <summary>The gradients from a place on, as rows of a matrix.</summary>
    public Matrix GradientMatrix(int width, int start = 0) => new(Slopes, Offset + start, width);
}
