using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetDeep.Scoring;

// A single place, such as one step of a sequence that is scored alone: a tile of places would compute it six times.
internal sealed partial class WeightPanels
{
    /// <summary>Computes all outputs at one place: panels side by side, so that the processor has several sums to work on.</summary>
    /// <param name="window">The numbers, from the place on.</param>
    /// <param name="runs">As in <see cref="Run"/>.</param>
    /// <param name="runLength">As in <see cref="Run"/>.</param>
    /// <param name="output">The outputs.</param>
    public void RunOne(ReadOnlySpan<float> window, ReadOnlySpan<int> runs, int runLength, Span<float> output)
    {
        var panels = _bias.Length / Kernel.PanelWidth;
        var panel = 0;
        for (; panel + 4 <= panels; panel += 4)
            RunPanels(window, runs, runLength, panel, output);
        for (; panel < panels; panel++)
            RunPanel(window, runs, runLength, panel, output);
    }

    private void RunPanels(ReadOnlySpan<float> window, ReadOnlySpan<int> runs, int runLength, int panel, Span<float> output)
    {
        nint step = Kernel.PanelWidth;
        nint next = _depth * step;
        nint half = NarrowLanes.Count;
        ref var x = ref MemoryMarshal.GetReference(window);
        ref var w = ref _weights[panel * _depth * Kernel.PanelWidth];
        ref var bias = ref _bias[panel * Kernel.PanelWidth];
        var (a0, b0) = (NarrowLanes.Load(ref bias, 0), NarrowLanes.Load(ref bias, half));
        var (a1, b1) = (NarrowLanes.Load(ref bias, step), NarrowLanes.Load(ref bias, step + half));
        var (a2, b2) = (NarrowLanes.Load(ref bias, 2 * step), NarrowLanes.Load(ref bias, (2 * step) + half));
        var (a3, b3) = (NarrowLanes.Load(ref bias, 3 * step), NarrowLanes.Load(ref bias, (3 * step) + half));
        foreach (var run in runs)
        {
            nint end = run + runLength;
            for (nint at = run; at < end; at++)
            {
                var value = NarrowLanes.Broadcast(Unsafe.Add(ref x, at));
                a0 = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, 0), a0);
                b0 = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, half), b0);
                a1 = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, next), a1);
                b1 = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, next + half), b1);
                a2 = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, 2 * next), a2);
                b2 = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, (2 * next) + half), b2);
                a3 = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, 3 * next), a3);
                b3 = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, (3 * next) + half), b3);
                w = ref Unsafe.Add(ref w, step);
            }
        }
        ref var y = ref MemoryMarshal.GetReference(output.Slice(panel * Kernel.PanelWidth, 4 * Kernel.PanelWidth));
        Store(a0, b0, ref y);
        Store(a1, b1, ref Unsafe.Add(ref y, step));
        Store(a2, b2, ref Unsafe.Add(ref y, 2 * step));
        Store(a3, b3, ref Unsafe.Add(ref y, 3 * step));
    }

    private void RunPanel(ReadOnlySpan<float> window, ReadOnlySpan<int> runs, int runLength, int panel, Span<float> output)
    {
        ref var x = ref MemoryMarshal.GetReference(window);
        ref var w = ref _weights[panel * _depth * Kernel.PanelWidth];
        ref var bias = ref _bias[panel * Kernel.PanelWidth];
        var a = NarrowLanes.Load(ref bias, 0);
        var b = NarrowLanes.Load(ref bias, NarrowLanes.Count);
        foreach (var run in runs)
        {
            for (nint at = run; at < run + runLength; at++)
            {
                var value = NarrowLanes.Broadcast(Unsafe.Add(ref x, at));
                a = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, 0), a);
                b = NarrowLanes.MultiplyAdd(value, NarrowLanes.Load(ref w, NarrowLanes.Count), b);
                w = ref Unsafe.Add(ref w, Kernel.PanelWidth);
            }
        }
        Store(a, b, ref MemoryMarshal.GetReference(output.Slice(panel * Kernel.PanelWidth, Kernel.PanelWidth)));
    }
}
