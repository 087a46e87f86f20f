using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Tests.Numerics;

/// <summary>
/// Two steps of each cell with one hidden unit and one input, worked out with a calculator from the equations in the papers. Weights:
/// each gate's own W and U, biases b and c; inputs 1 and -0.5; the state starts at 0.
/// </summary>
public sealed class RecurrentCellsByHandTests
{
    /// <summary>Elman 1990: h' = tanh(W x + b + U h + c), W = 0.5, U = 0.8, b = 0.1, c = -0.2.</summary>
    [Fact]
    public void Rnn()
    {
        // h1 = tanh(0.5 + 0.1 - 0.2) = tanh 0.4; h2 = tanh(-0.25 + 0.1 - 0.2 + 0.8 * 0.3799490) = tanh(-0.0460408)
        Assert.Equal([0.3799490f, -0.0460083f], Run(RecurrentCell.Rnn, [0.5f], [0.8f], [0.1f], [-0.2f]), Close);
    }

    /// <summary>
    /// Hochreiter and Schmidhuber 1997 with forget gates (Gers 2000), without peepholes: i, f, o = σ(W x + b + U h + c),
    /// g = tanh(W x + b + U h + c), c' = f c + i g, h' = o tanh c'. Gates in the order i, f, g, o.
    /// </summary>
    [Fact]
    public void Lstm()
    {
        // Step 1: i = σ(0.5) = 0.6224593, f = σ(1.3) = 0.7858350, g = tanh(0.8) = 0.6640368, o = σ(-0.3) = 0.4255575;
        //   c = 0.7858350 * 0 + 0.6224593 * 0.6640368 = 0.4133359; h = 0.4255575 * tanh 0.4133359 = 0.4255575 * 0.3913015 = 0.1665213.
        // Step 2: i = σ(-0.25 + 0.6 h) = σ(-0.1500872) = 0.4625485, f = σ(-0.15 + 1 - 0.4 h) = σ(0.7833915) = 0.6864106,
        //   g = tanh(-0.4 + 0.2 h) = tanh(-0.3666957) = -0.3510981, o = σ(0.15 + 0.9 h) = σ(0.2998691) = 0.5744105;
        //   c = 0.6864106 * 0.4133359 - 0.4625485 * 0.3510981 = 0.1213182; h = 0.5744105 * tanh 0.1213182 = 0.0693466.
        Assert.Equal(
            [0.1665213f, 0.0693466f],
            Run(RecurrentCell.Lstm, [0.5f, 0.3f, 0.8f, -0.3f], [0.6f, -0.4f, 0.2f, 0.9f], [0, 0.5f, 0, 0], [0, 0.5f, 0, 0]), Close);
    }

    /// <summary>
    /// Cho et al., arXiv:1406.1078, in cuDNN's form: r, z = σ(W x + b + U h + c), n = tanh(W x + b + r (U h + c)), h' = (1 - z) n + z h.
    /// Gates in the order r, z, n.
    /// </summary>
    [Fact]
    public void Gru()
    {
        // Step 1: r = σ(0.4) = 0.5986877, z = σ(-0.6) = 0.3543437, n = tanh(0.7 + 0.5986877 * 0.3) = tanh 0.8796063 = 0.7062220;
        //   h = 0.6456563 * 0.7062220 = 0.4559767.
        // Step 2: r = σ(-0.2 + 0.5 h) = σ(0.0279884) = 0.5069966, z = σ(0.3 - 0.2 h) = σ(0.2088047) = 0.5520123,
        //   n = tanh(-0.35 + 0.5069966 (0.3 + 0.9 h)) = tanh(-0.35 + 0.5069966 * 0.7103790) = tanh 0.0101597 = 0.0101594;
        //   h = 0.4479877 * 0.0101594 + 0.5520123 * 0.4559767 = 0.2562561.
        Assert.Equal(
            [0.4559767f, 0.2562561f], Run(RecurrentCell.Gru, [0.4f, -0.6f, 0.7f], [0.5f, -0.2f, 0.9f], [0, 0, 0], [0, 0, 0.3f]), Close);
    }

    private static bool Close(float expected, float actual) => Math.Abs(expected - actual) < 2e-6f;

    private static float[] Run(RecurrentCell cell, float[] weightIh, float[] weightHh, float[] biasIh, float[] biasHh)
    {
        var network = new NetworkSpec([2, 1], [new RecurrentSpec(cell, 1)]);
        float[] states = new float[2];
        ForwardPlan.Compile(network, [.. weightIh, .. weightHh, .. biasIh, .. biasHh]).Run([1, -0.5f], 1, states);
        return states;
    }
}
