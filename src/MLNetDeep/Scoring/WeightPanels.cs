using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetDeep.Scoring;

/// <summary>
/// The weights of a linear layer or a convolution in the order of the loops: panels of <see cref="Kernel.PanelWidth"/> outputs, in each
/// panel one stretch of weights for each number that it sees. Multiplies them with the numbers under a window at several places at once,
/// so that a tile of places and outputs stays in registers. To a linear layer rows are places, and the window is a row.
/// </summary>
/// <remarks>
/// Each output is one chain of fused multiply-adds in the order of the window, whatever the tile and the width of the vectors: neither
/// its neighbours nor the processor change a bit of it.
/// </remarks>
internal sealed partial class WeightPanels
{
    private const int TilePlaces = 6; // two vectors of outputs at each: twelve sums in registers
    private const int ColumnPlaces = 8; // one vector of outputs at each

    private readonly float[] _bias; // [panels, PanelWidth]
    private readonly float[] _weights; // [panels, depth, PanelWidth]
    private readonly int _depth;
    private readonly bool _isRectified;
    private readonly bool _isWide;

    /// <summary>Makes panels of zeros.</summary>
    /// <param name="bias">Shape [outputs].</param>
    /// <param name="depth">Numbers that an output is made from.</param>
    /// <param name="isRectified">Whether outputs below 0 become 0.</param>
    /// <param name="isWide">Whether wide vectors are used; <see langword="null"/> where there are any.</param>
    public WeightPanels(ReadOnlySpan<float> bias, int depth, bool isRectified, bool? isWide = null)
    {
        _isWide = isWide ?? WideLanes.IsSupported;
        _bias = new float[Kernel.Pad(bias.Length)];
        bias.CopyTo(_bias);
        _weights = new float[checked(_bias.Length * depth)];
        _depth = depth;
        _isRectified = isRectified;
    }

    /// <summary>Numbers that an output is made from.</summary>
    public int Depth => _depth;

    /// <summary>Outputs, padded to whole panels.</summary>
    public int Width => _bias.Length;

    /// <summary>Sets the weight of the number at a depth for an output.</summary>
    public void Set(int output, int depth, float weight)
    {
        var (panel, lane) = Math.DivRem(output, Kernel.PanelWidth);
        _weights[(((panel * _depth) + depth) * Kernel.PanelWidth) + lane] = weight;
    }

    /// <summary>What each output starts with.</summary>
    public Span<float> Bias => _bias;

    /// <summary>Sets the weights of neighbouring outputs.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="firstOutput">The first output.</param>
    /// <param name="outputCount">How many outputs.</param>
    /// <param name="outputStride">Distance between the weights of neighbouring outputs.</param>
    /// <param name="depthStride">Distance between the weights of neighbouring depths.</param>
    public void Load(ReadOnlySpan<float> weights, int firstOutput, int outputCount, int outputStride, int depthStride)
    {
        for (var i = 0; i < outputCount; i++)
        {
            var (panel, lane) = Math.DivRem(firstOutput + i, Kernel.PanelWidth);
            var target = (panel * _depth * Kernel.PanelWidth) + lane;
            var source = i * outputStride;
            for (var depth = 0; depth < _depth; depth++)
            {
                _weights[target] = weights[source];
                target += Kernel.PanelWidth;
                source += depthStride;
            }
        }
    }

    /// <summary>Computes all outputs at all places.</summary>
    /// <param name="frame">The numbers.</param>
    /// <param name="places">Where the window begins; at least one.</param>
    /// <param name="runs">Where the stretches of numbers under the window begin, seen from its own beginning.</param>
    /// <param name="runLength">Length of each stretch; all of them together are as long as the depth.</param>
    /// <param name="output">The outputs of the first place, and from there on those of the others.</param>
    /// <param name="stride">Distance between the outputs of neighbouring places.</param>
    public void Run(
        ReadOnlySpan<float> frame, ReadOnlySpan<int> places, ReadOnlySpan<int> runs, int runLength, Span<float> output, int stride)
    {
        if (places.Length < TilePlaces)
        {
            RunFew(frame, places, runs, runLength, output, stride);
            return;
        }
        var panels = _bias.Length / Kernel.PanelWidth;
        var pairs = _isWide ? panels / 2 * 2 : 0;
        RunTiles<WideLanes>(frame, places, runs, runLength, output, stride, 0, pairs);
        if (_isWide && places.Length >= ColumnPlaces)
            RunColumns(frame, places, runs, runLength, output, stride, pairs, panels);
        else
            RunTiles<NarrowLanes>(frame, places, runs, runLength, output, stride, pairs, panels);
    }

    /// <summary>Fewer places than a tile has: the last one is computed several times.</summary>
    private void RunFew(
        ReadOnlySpan<float> frame, ReadOnlySpan<int> places, ReadOnlySpan<int> runs, int runLength, Span<float> output, int stride)
    {
        if (places.Length == 1)
        {
            RunOne(frame[places[0]..], runs, runLength, output);
            return;
        }
        Span<int> filled = stackalloc int[TilePlaces];
        filled.Fill(places[^1]);
        places.CopyTo(filled);
        using var scratch = Scratch.Take(TilePlaces * _bias.Length);
        Run(frame, filled, runs, runLength, scratch.Values, _bias.Length);
        for (var place = 0; place < places.Length; place++)
            scratch.Values.Slice(place * _bias.Length, _bias.Length).CopyTo(output[(place * stride)..]);
    }

    private void RunTiles<TLanes>(
        ReadOnlySpan<float> frame, ReadOnlySpan<int> places, ReadOnlySpan<int> runs, int runLength, Span<float> output, int stride,
        int firstPanel, int endPanel)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var x = ref MemoryMarshal.GetReference(frame);
        var step = 2 * TLanes.Count / Kernel.PanelWidth;
        for (var start = 0; start < places.Length && firstPanel < endPanel; start += TilePlaces)
        {
            // The last tile begins earlier and computes some outputs again, to the same bits.
            var first = Math.Min(start, places.Length - TilePlaces);
            for (var panel = firstPanel; panel < endPanel; panel += step)
                RunTile<TLanes>(ref x, places.Slice(first, TilePlaces), runs, runLength, panel, output[(first * stride)..], stride);
        }
    }

    private void RunColumns(
        ReadOnlySpan<float> frame, ReadOnlySpan<int> places, ReadOnlySpan<int> runs, int runLength, Span<float> output, int stride,
        int firstPanel, int endPanel)
    {
        ref var x = ref MemoryMarshal.GetReference(frame);
        for (var start = 0; start < places.Length && firstPanel < endPanel; start += ColumnPlaces)
        {
            var first = Math.Min(start, places.Length - ColumnPlaces);
            for (var panel = firstPanel; panel < endPanel; panel++)
                RunColumn(ref x, places.Slice(first, ColumnPlaces), runs, runLength, panel, output[(first * stride)..], stride);
        }
    }

    /// <summary>Six places and two vectors of outputs: a panel of narrow ones, or two panels of wide ones.</summary>
    private void RunTile<TLanes>(
        ref float frame, ReadOnlySpan<int> places, ReadOnlySpan<int> runs, int runLength, int panel, Span<float> output, int stride)
        where TLanes : struct, ILanes<TLanes>
    {
        nint step = Kernel.PanelWidth;
        nint second = TLanes.Count < Kernel.PanelWidth ? TLanes.Count : _depth * Kernel.PanelWidth;
        ref var w = ref _weights[panel * _depth * Kernel.PanelWidth];
        ref var bias = ref _bias[panel * Kernel.PanelWidth];
        ref var x0 = ref Unsafe.Add(ref frame, places[0]);
        ref var x1 = ref Unsafe.Add(ref frame, places[1]);
        ref var x2 = ref Unsafe.Add(ref frame, places[2]);
        ref var x3 = ref Unsafe.Add(ref frame, places[3]);
        ref var x4 = ref Unsafe.Add(ref frame, places[4]);
        ref var x5 = ref Unsafe.Add(ref frame, places[5]);
        var a0 = TLanes.Load(ref bias, 0);
        var b0 = TLanes.Load(ref bias, TLanes.Count);
        var (a1, a2, a3, a4, a5) = (a0, a0, a0, a0, a0);
        var (b1, b2, b3, b4, b5) = (b0, b0, b0, b0, b0);
        foreach (var run in runs)
        {
            nint end = run + runLength;
            for (nint at = run; at < end; at++)
            {
                var wa = TLanes.Load(ref w, 0);
                var wb = TLanes.Load(ref w, second);
                w = ref Unsafe.Add(ref w, step);
                var x = TLanes.Broadcast(Unsafe.Add(ref x0, at));
                a0 = TLanes.MultiplyAdd(x, wa, a0);
                b0 = TLanes.MultiplyAdd(x, wb, b0);
                x = TLanes.Broadcast(Unsafe.Add(ref x1, at));
                a1 = TLanes.MultiplyAdd(x, wa, a1);
                b1 = TLanes.MultiplyAdd(x, wb, b1);
                x = TLanes.Broadcast(Unsafe.Add(ref x2, at));
                a2 = TLanes.MultiplyAdd(x, wa, a2);
                b2 = TLanes.MultiplyAdd(x, wb, b2);
                x = TLanes.Broadcast(Unsafe.Add(ref x3, at));
                a3 = TLanes.MultiplyAdd(x, wa, a3);
                b3 = TLanes.MultiplyAdd(x, wb, b3);
                x = TLanes.Broadcast(Unsafe.Add(ref x4, at));
                a4 = TLanes.MultiplyAdd(x, wa, a4);
                b4 = TLanes.MultiplyAdd(x, wb, b4);
                x = TLanes.Broadcast(Unsafe.Add(ref x5, at));
                a5 = TLanes.MultiplyAdd(x, wa, a5);
                b5 = TLanes.MultiplyAdd(x, wb, b5);
            }
        }
        ref var y = ref MemoryMarshal.GetReference(output.Slice(panel * Kernel.PanelWidth, (5 * stride) + (2 * TLanes.Count)));
        Store(a0, b0, ref y);
        Store(a1, b1, ref Unsafe.Add(ref y, stride));
        Store(a2, b2, ref Unsafe.Add(ref y, 2 * stride));
        Store(a3, b3, ref Unsafe.Add(ref y, 3 * stride));
        Store(a4, b4, ref Unsafe.Add(ref y, 4 * stride));
        Store(a5, b5, ref Unsafe.Add(ref y, 5 * stride));
    }

    /// <summary>Eight places and one wide vector of outputs.</summary>
    private void RunColumn(
        ref float frame, ReadOnlySpan<int> places, ReadOnlySpan<int> runs, int runLength, int panel, Span<float> output, int stride)
    {
        nint step = Kernel.PanelWidth;
        ref var w = ref _weights[panel * _depth * Kernel.PanelWidth];
        ref var x0 = ref Unsafe.Add(ref frame, places[0]);
        ref var x1 = ref Unsafe.Add(ref frame, places[1]);
        ref var x2 = ref Unsafe.Add(ref frame, places[2]);
        ref var x3 = ref Unsafe.Add(ref frame, places[3]);
        ref var x4 = ref Unsafe.Add(ref frame, places[4]);
        ref var x5 = ref Unsafe.Add(ref frame, places[5]);
        ref var x6 = ref Unsafe.Add(ref frame, places[6]);
        ref var x7 = ref Unsafe.Add(ref frame, places[7]);
        var a0 = WideLanes.Load(ref _bias[panel * Kernel.PanelWidth], 0);
        var (a1, a2, a3, a4, a5, a6, a7) = (a0, a0, a0, a0, a0, a0, a0);
        foreach (var run in runs)
        {
            nint end = run + runLength;
            for (nint at = run; at < end; at++)
            {
                var wide = WideLanes.Load(ref w, 0);
                w = ref Unsafe.Add(ref w, step);
                a0 = WideLanes.MultiplyAdd(WideLanes.Broadcast(Unsafe.Add(ref x0, at)), wide, a0);
                a1 = WideLanes.MultiplyAdd(WideLanes.Broadcast(Unsafe.Add(ref x1, at)), wide, a1);
                a2 = WideLanes.MultiplyAdd(WideLanes.Broadcast(Unsafe.Add(ref x2, at)), wide, a2);
                a3 = WideLanes.MultiplyAdd(WideLanes.Broadcast(Unsafe.Add(ref x3, at)), wide, a3);
                a4 = WideLanes.MultiplyAdd(WideLanes.Broadcast(Unsafe.Add(ref x4, at)), wide, a4);
                a5 = WideLanes.MultiplyAdd(WideLanes.Broadcast(Unsafe.Add(ref x5, at)), wide, a5);
                a6 = WideLanes.MultiplyAdd(WideLanes.Broadcast(Unsafe.Add(ref x6, at)), wide, a6);
                a7 = WideLanes.MultiplyAdd(WideLanes.Broadcast(Unsafe.Add(ref x7, at)), wide, a7);
            }
        }
        ref var y = ref MemoryMarshal.GetReference(output.Slice(panel * Kernel.PanelWidth, (7 * stride) + WideLanes.Count));
        Store(a0, ref y);
        Store(a1, ref Unsafe.Add(ref y, stride));
        Store(a2, ref Unsafe.Add(ref y, 2 * stride));
        Store(a3, ref Unsafe.Add(ref y, 3 * stride));
        Store(a4, ref Unsafe.Add(ref y, 4 * stride));
        Store(a5, ref Unsafe.Add(ref y, 5 * stride));
        Store(a6, ref Unsafe.Add(ref y, 6 * stride));
        Store(a7, ref Unsafe.Add(ref y, 7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store<TLanes>(TLanes first, TLanes second, ref float target)
        where TLanes : struct, ILanes<TLanes>
    {
        Store(first, ref target);
        Store(second, ref Unsafe.Add(ref target, TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store<TLanes>(TLanes value, ref float target)
        where TLanes : struct, ILanes<TLanes> =>
        (_isRectified ? TLanes.Max(value, TLanes.Broadcast(0)) : value).Store(ref target, 0);
}
