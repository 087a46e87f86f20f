using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Training.Managed;

/// <summary>
/// C = A B or C += A B, for all three products of a linear layer: X Wᵀ, dY W and dYᵀ X differ by the steps of their matrices alone.
/// </summary>
/// <remarks>
/// The right matrix is packed panel by panel into a buffer that stays in the first cache, and all rows of the left one go past it. Threads
/// take panels of their own, so that sums have one order whatever their number. Methods on the way of every step are optimised at their
/// first call: a small fit would be half over before the runtime did so by itself.
/// </remarks>
internal abstract class MatrixProduct : ITeamWork
{
    /// <summary>Rows of a panel; with two vectors of 512 bits it is 32 KB.</summary>
    private const int PanelDepth = 256;

    /// <summary>Multiply-adds from which on a second thread is worth waking.</summary>
    private const long WorthSharing = 1 << 21;

    private readonly WorkTeam _team;
    private readonly float[][] _panels;
    private readonly int _panelWidth;
    private (int Rows, int Columns, int Depth) _size;
    private Matrix _a;
    private Matrix _b;
    private Matrix _c;
    private float _scale;
    private bool _adds;

    private MatrixProduct(WorkTeam team, int panelWidth)
    {
        _team = team;
        _panelWidth = panelWidth;
        _panels = [.. Enumerable.Range(0, team.Count).Select(_ => new float[PanelDepth * panelWidth])];
    }

    /// <summary>The products of one fit.</summary>
    /// <param name="team">The fit's threads.</param>
    /// <param name="isWide">Whether vectors have 512 bits; null for what the processor is quick with.</param>
    public static MatrixProduct Create(WorkTeam team, bool? isWide = null) => isWide ?? Vector512.IsHardwareAccelerated
        ? new Of<Vector512<float>, WideLanes>(team)
        : new Of<Vector<float>, PlainLanes>(team);

    /// <summary>Multiplies.</summary>
    /// <param name="a">Shape [rows, depth].</param>
    /// <param name="b">Shape [depth, columns].</param>
    /// <param name="c">Shape [rows, columns], with neighbouring columns.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="depth">Length of the sums.</param>
    /// <param name="adds">Whether to add to what is in the result.</param>
    /// <param name="scale">What the product is multiplied by.</param>
    public void Run(Matrix a, Matrix b, Matrix c, int rows, int columns, int depth, bool adds = false, float scale = 1)
    {
        (_a, _b, _c, _size, _adds, _scale) = (a, b, c, (rows, columns, depth), adds, scale);
        int panelCount = (columns + _panelWidth - 1) / _panelWidth;
        if (_team.Count > 1 && panelCount > 1 && (long)rows * columns * depth >= WorthSharing)
        {
            _team.Run(this, panelCount);
            return;
        }

        for (int i = 0; i < panelCount; i++)
            ((ITeamWork)this).Run(i, thread: 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ITeamWork.Run(int part, int thread)
    {
        int column = part * _panelWidth;
        int width = Math.Min(_panelWidth, _size.Columns - column);
        for (int start = 0; start < _size.Depth; start += PanelDepth)
        {
            int depth = Math.Min(PanelDepth, _size.Depth - start);
            Pack(_panels[thread], start, depth, column, width, _panelWidth);
            Multiply(thread, start, depth, column, _adds || start > 0);
        }
    }

    /// <summary>Multiplies all rows with a panel.</summary>
    protected abstract void Multiply(int thread, int start, int depth, int column, bool adds);

    /// <summary>Copies a panel: row after row, filled up with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float[] panel, int start, int depth, int column, int width, int stride)
    {
        if (width < stride)
            Array.Clear(panel, 0, depth * stride);
        int from = _b.Start + start * _b.RowStep + column * _b.ColumnStep;
        if (_b.ColumnStep != 1)
        {
            PackTransposed(panel, from, depth, width, stride);
            return;
        }

        for (int row = 0; row < depth; row++)
        {
            ReadOnlySpan<float> source = _b.Values.AsSpan(from + row * _b.RowStep, width);
            Span<float> packed = panel.AsSpan(row * stride, width);
            if (_scale == 1)
                source.CopyTo(packed);
            else
                System.Numerics.Tensors.TensorPrimitives.Multiply(source, _scale, packed);
        }
    }

    /// <summary>The columns of the panel are rows of memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackTransposed(float[] panel, int from, int depth, int width, int stride)
    {
        ref float source = ref MemoryMarshal.GetArrayDataReference(_b.Values);
        ref float packed = ref MemoryMarshal.GetArrayDataReference(panel);
        float scale = _scale;
        // Within the arrays: the highest index read is that of the panel's last number, which the caller's matrix has.
        unchecked
        {
            nuint step = (nuint)_b.RowStep;
            nuint packedStep = (nuint)stride;
            for (int column = 0; column < width; column++)
            {
                ref float s = ref Unsafe.Add(ref source, from + column * _b.ColumnStep);
                ref float p = ref Unsafe.Add(ref packed, column);
                for (int row = 0; row < depth; row++)
                {
                    p = s * scale;
                    s = ref Unsafe.Add(ref s, step);
                    p = ref Unsafe.Add(ref p, packedStep);
                }
            }
        }
    }

    /// <summary>Products with vectors of one width.</summary>
    private sealed class Of<TVector, TLanes>(WorkTeam team) : MatrixProduct(team, 2 * TLanes.Count)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        private readonly float[][] _edges =
            [.. Enumerable.Range(0, team.Count).Select(_ => new float[16 * TLanes.Count])];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override void Multiply(int thread, int start, int depth, int column, bool adds)
        {
            int panelWidth = Tiles<TVector, TLanes>.PanelWidth;
            int width = Math.Min(panelWidth, _size.Columns - column);
            bool isWhole = width == panelWidth;
            float[] edge = _edges[thread];
            ref float b = ref MemoryMarshal.GetArrayDataReference(_panels[thread]);
            int row = 0;
            while (row < _size.Rows)
            {
                int rest = _size.Rows - row;
                int count = rest >= 8 && Tiles<TVector, TLanes>.TakesEight ? 8 : rest >= 4 ? 4 : 1;
                ref float a = ref _a.Values[_a.Start + row * _a.RowStep + start * _a.ColumnStep];
                int to = _c.Start + row * _c.RowStep + column;
                if (isWhole)
                    Tile(ref a, ref b, depth, ref _c.Values[to], _c.RowStep, count, adds);
                else
                {
                    Tile(ref a, ref b, depth, ref edge[0], panelWidth, count, adds: false);
                    StoreEdge(edge, panelWidth, to, count, width, adds);
                }

                row += count;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Tile(ref float a, ref float b, int depth, ref float c, int step, int count, bool adds)
        {
            (nuint rowStep, nuint depthStep, nuint cStep) = ((nuint)_a.RowStep, (nuint)_a.ColumnStep, (nuint)step);
            if (count == 8)
                Tiles<TVector, TLanes>.Eight(ref a, rowStep, depthStep, ref b, depth, ref c, cStep, adds);
            else if (count == 4)
                Tiles<TVector, TLanes>.Four(ref a, rowStep, depthStep, ref b, depth, ref c, cStep, adds);
            else
                Tiles<TVector, TLanes>.One(ref a, depthStep, ref b, depth, ref c, adds);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void StoreEdge(float[] edge, int edgeStep, int to, int count, int width, bool adds)
        {
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<float> values = edge.AsSpan(row * edgeStep, width);
                Span<float> target = _c.Values.AsSpan(to + row * _c.RowStep, width);
                if (adds)
                    System.Numerics.Tensors.TensorPrimitives.Add(values, target, target);
                else
                    values.CopyTo(target);
            }
        }
    }
}
