using System.Numerics;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// The equations of a recurrent cell for one row and one step, forwards and backwards, apart from the matrix products. A step leaves a
/// record: first the gates, each in a section of whole vectors, then what the way back needs besides.
/// </summary>
/// <param name="hiddenSize">Numbers in the state.</param>
/// <param name="gateCount">Gates.</param>
/// <param name="keptCount">Sections of a record behind the gates.</param>
internal abstract class CellMath(int hiddenSize, int gateCount, int keptCount)
{
    /// <summary>Numbers in the state.</summary>
    public int HiddenSize { get; } = hiddenSize;

    public int GateCount { get; } = gateCount;

    /// <summary>Length of a section: the state, padded to whole vectors. What the padding holds is never read as a value.</summary>
    public int Section { get; } = RoundUp(hiddenSize);

    /// <summary>Length of all gates, padded for a product that writes them.</summary>
    public int GateWidth { get; } = Kernel.Pad(gateCount * RoundUp(hiddenSize));

    /// <summary>Length of a record.</summary>
    public int RecordWidth { get; } = Kernel.Pad(gateCount * RoundUp(hiddenSize)) + keptCount * RoundUp(hiddenSize);

    /// <summary>Whether the cell carries a second state from step to step; it is the first section behind the gates.</summary>
    public abstract bool HasCellState { get; }

    /// <summary>Where in a record, after <see cref="Backward"/>, the slopes of each gate's product with the state lie.</summary>
    public virtual IReadOnlyList<int> HiddenSlopes => [.. Enumerable.Range(0, GateCount).Select(gate => gate * Section)];

    public static CellMath Of(RecurrentCell cell, int hiddenSize) => cell switch
    {
        RecurrentCell.Lstm => new LstmMath(hiddenSize),
        RecurrentCell.Gru => new GruMath(hiddenSize),
        _ => new RnnMath(hiddenSize),
    };

    /// <summary>One step.</summary>
    /// <param name="record">Comes with W x + b in the gates; goes with the gates' values and what is kept.</param>
    /// <param name="product">U h + c, laid out as the gates.</param>
    /// <param name="state">The state before, one section.</param>
    /// <param name="cell">The second state before, one section.</param>
    /// <param name="output">The state after, one section.</param>
    public abstract void Forward(
        Span<float> record, ReadOnlySpan<float> product, ReadOnlySpan<float> state, ReadOnlySpan<float> cell, Span<float> output);

    /// <summary>The way back through one step.</summary>
    /// <param name="record">Comes as <see cref="Forward"/> left it; goes with the slopes of W x + b in the gates, and where
    /// <see cref="HiddenSlopes"/> says those of U h + c.</param>
    /// <param name="state">The state before, one section.</param>
    /// <param name="cell">The second state before, one section.</param>
    /// <param name="output">The state after, one section.</param>
    /// <param name="slope">Comes with the slopes of the output; goes with what reaches the state before apart from U h.</param>
    /// <param name="cellSlope">The slopes of the second state, after and then before.</param>
    public abstract void Backward(
        Span<float> record, ReadOnlySpan<float> state, ReadOnlySpan<float> cell, ReadOnlySpan<float> output, Span<float> slope,
        Span<float> cellSlope);

    protected static Vector<float> At(ReadOnlySpan<float> values, int index) => new(values[index..]);

    private static int RoundUp(int size) => (size + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
}

/// <summary>h' = tanh(W x + b + U h + c).</summary>
internal sealed class RnnMath(int hiddenSize) : CellMath(hiddenSize, 1, 0)
{
    public override bool HasCellState => false;

    public override void Forward(
        Span<float> record, ReadOnlySpan<float> product, ReadOnlySpan<float> state, ReadOnlySpan<float> cell, Span<float> output)
    {
        for (int k = 0; k < Section; k += Vector<float>.Count)
            ActivationKernels.HyperbolicTangent(At(record, k) + At(product, k)).CopyTo(output[k..]);
    }

    public override void Backward(
        Span<float> record, ReadOnlySpan<float> state, ReadOnlySpan<float> cell, ReadOnlySpan<float> output, Span<float> slope,
        Span<float> cellSlope)
    {
        for (int k = 0; k < Section; k += Vector<float>.Count)
        {
            Vector<float> h = At(output, k);
            (At(slope, k) * (Vector<float>.One - h * h)).CopyTo(record[k..]);
            Vector<float>.Zero.CopyTo(slope[k..]);
        }
    }
}

/// <summary>Gates i, f, g, o; kept are c' and tanh(c').</summary>
internal sealed class LstmMath(int hiddenSize) : CellMath(hiddenSize, 4, 2)
{
    public override bool HasCellState => true;

    public override void Forward(
        Span<float> record, ReadOnlySpan<float> product, ReadOnlySpan<float> state, ReadOnlySpan<float> cell, Span<float> output)
    {
        int s = Section;
        for (int k = 0; k < s; k += Vector<float>.Count)
        {
            Vector<float> i = ActivationKernels.Logistic(At(record, k) + At(product, k));
            Vector<float> f = ActivationKernels.Logistic(At(record, s + k) + At(product, s + k));
            Vector<float> g = ActivationKernels.HyperbolicTangent(At(record, 2 * s + k) + At(product, 2 * s + k));
            Vector<float> o = ActivationKernels.Logistic(At(record, 3 * s + k) + At(product, 3 * s + k));
            Vector<float> c = f * At(cell, k) + i * g;
            Vector<float> tanh = ActivationKernels.HyperbolicTangent(c);
            i.CopyTo(record[k..]);
            f.CopyTo(record[(s + k)..]);
            g.CopyTo(record[(2 * s + k)..]);
            o.CopyTo(record[(3 * s + k)..]);
            c.CopyTo(record[(GateWidth + k)..]);
            tanh.CopyTo(record[(GateWidth + s + k)..]);
            (o * tanh).CopyTo(output[k..]);
        }
    }

    public override void Backward(
        Span<float> record, ReadOnlySpan<float> state, ReadOnlySpan<float> cell, ReadOnlySpan<float> output, Span<float> slope,
        Span<float> cellSlope)
    {
        int s = Section;
        Vector<float> one = Vector<float>.One;
        for (int k = 0; k < s; k += Vector<float>.Count)
        {
            (Vector<float> i, Vector<float> f) = (At(record, k), At(record, s + k));
            (Vector<float> g, Vector<float> o) = (At(record, 2 * s + k), At(record, 3 * s + k));
            Vector<float> tanh = At(record, GateWidth + s + k);
            Vector<float> dh = At(slope, k);
            Vector<float> dc = At(cellSlope, k) + dh * o * (one - tanh * tanh);
            (dc * g * i * (one - i)).CopyTo(record[k..]);
            (dc * At(cell, k) * f * (one - f)).CopyTo(record[(s + k)..]);
            (dc * i * (one - g * g)).CopyTo(record[(2 * s + k)..]);
            (dh * tanh * o * (one - o)).CopyTo(record[(3 * s + k)..]);
            (dc * f).CopyTo(cellSlope[k..]);
            Vector<float>.Zero.CopyTo(slope[k..]);
        }
    }
}

/// <summary>Gates r, z, n; kept is U h + c of n, then its slope.</summary>
internal sealed class GruMath(int hiddenSize) : CellMath(hiddenSize, 3, 1)
{
    public override bool HasCellState => false;

    public override IReadOnlyList<int> HiddenSlopes => [0, Section, GateWidth];

    public override void Forward(
        Span<float> record, ReadOnlySpan<float> product, ReadOnlySpan<float> state, ReadOnlySpan<float> cell, Span<float> output)
    {
        int s = Section;
        for (int k = 0; k < s; k += Vector<float>.Count)
        {
            Vector<float> r = ActivationKernels.Logistic(At(record, k) + At(product, k));
            Vector<float> z = ActivationKernels.Logistic(At(record, s + k) + At(product, s + k));
            Vector<float> kept = At(product, 2 * s + k);
            Vector<float> n = ActivationKernels.HyperbolicTangent(At(record, 2 * s + k) + r * kept);
            r.CopyTo(record[k..]);
            z.CopyTo(record[(s + k)..]);
            n.CopyTo(record[(2 * s + k)..]);
            kept.CopyTo(record[(GateWidth + k)..]);
            (n + z * (At(state, k) - n)).CopyTo(output[k..]);
        }
    }

    public override void Backward(
        Span<float> record, ReadOnlySpan<float> state, ReadOnlySpan<float> cell, ReadOnlySpan<float> output, Span<float> slope,
        Span<float> cellSlope)
    {
        int s = Section;
        Vector<float> one = Vector<float>.One;
        for (int k = 0; k < s; k += Vector<float>.Count)
        {
            (Vector<float> r, Vector<float> z, Vector<float> n) = (At(record, k), At(record, s + k), At(record, 2 * s + k));
            Vector<float> dh = At(slope, k);
            Vector<float> dn = dh * (one - z) * (one - n * n);
            (dn * At(record, GateWidth + k) * r * (one - r)).CopyTo(record[k..]);
            (dh * (At(state, k) - n) * z * (one - z)).CopyTo(record[(s + k)..]);
            dn.CopyTo(record[(2 * s + k)..]);
            (dn * r).CopyTo(record[(GateWidth + k)..]);
            (dh * z).CopyTo(slope[k..]);
        }
    }
}
