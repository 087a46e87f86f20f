using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Training;

/// <summary>Any optimiser at work whose arithmetic is a kernel: one pass over weights, gradients and memory.</summary>
/// <param name="prepare">Works out the kernel's constants from the number of the step, from 1, and its settings.</param>
/// <param name="memory">What is remembered between steps, none to three arrays as long as the parameters.</param>
/// <param name="couplesDecay">Whether weight decay joins the gradient, as an L2 penalty does.</param>
internal sealed class KernelRun<TKernel>(Func<long, OptimizerStep, TKernel> prepare, float[][] memory, bool couplesDecay = false)
    : OptimizerRun, ITeamWork
    where TKernel : struct, IStepKernel
{
    /// <summary>Parameters from which on a second thread is worth waking.</summary>
    private const int WorthSharing = 1 << 16;

    /// <summary>Parameters of one part, a multiple of every vector.</summary>
    private const int PartLength = 1 << 14;

    private TKernel _kernel;
    private Memory<float> _weights; // whole vectors
    private ReadOnlyMemory<float> _gradients;
    private int _start;
    private float _scale;

    public override IReadOnlyList<float[]> Memory => memory;

    protected override bool CouplesDecay => couplesDecay;

    protected override void Move(Memory<float> weights, ReadOnlyMemory<float> gradients, int start, OptimizerStep step)
    {
        (_kernel, _scale, _start) = (prepare(StepCount, step), (float)step.GradientScale, start);
        int rest = weights.Length % Vector<float>.Count;
        int whole = weights.Length - rest;
        (_weights, _gradients) = (weights[..whole], gradients[..whole]);
        if (Team is { Count: > 1 } team && whole >= WorthSharing)
            team.Run(this, (whole + PartLength - 1) / PartLength);
        else
            MoveWhole(0, whole);
        if (rest > 0)
            MoveRest(_kernel, weights.Span[whole..], gradients.Span[whole..], start + whole, _scale);
    }

    void ITeamWork.Run(int part, int thread) =>
        MoveWhole(part * PartLength, Math.Min(PartLength, _weights.Length - part * PartLength));

    private void MoveWhole(int first, int count)
    {
        int start = _start + first;
        MoveWhole(
            _kernel, _weights.Span.Slice(first, count), _gradients.Span.Slice(first, count), Stretch(0, start, count),
            Stretch(1, start, count), Stretch(2, start, count), _scale);
    }

    private Span<float> Stretch(int index, int start, int count) =>
        index < memory.Length ? memory[index].AsSpan(start, count) : [];

    /// <summary>What does not fill a vector goes through one that is filled up, so that every number sees the same arithmetic.</summary>
    private void MoveRest(in TKernel kernel, Span<float> weights, ReadOnlySpan<float> gradients, int start, float scale)
    {
        int lane = Vector<float>.Count;
        Span<float> filled = stackalloc float[5 * lane];
        filled.Clear();
        weights.CopyTo(filled);
        gradients.CopyTo(filled[lane..]);
        for (int i = 0; i < memory.Length; i++)
            Stretch(i, start, weights.Length).CopyTo(filled[((2 + i) * lane)..]);
        MoveWhole(
            kernel, filled[..lane], filled[lane..], filled[(2 * lane)..], filled[(3 * lane)..], filled[(4 * lane)..], scale);
        filled[..weights.Length].CopyTo(weights);
        for (int i = 0; i < memory.Length; i++)
            filled.Slice((2 + i) * lane, weights.Length).CopyTo(Stretch(i, start, weights.Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MoveWhole(
        in TKernel kernel, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, Span<float> third,
        float scale)
    {
        TKernel work = kernel;
        int count = work.MemoryCount;
        ref float w0 = ref MemoryMarshal.GetReference(weights);
        ref float g0 = ref MemoryMarshal.GetReference(gradients);
        ref float a0 = ref MemoryMarshal.GetReference(first);
        ref float b0 = ref MemoryMarshal.GetReference(second);
        ref float c0 = ref MemoryMarshal.GetReference(third);
        var (a, b, c) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        for (nuint i = 0; i < (nuint)weights.Length; i += (nuint)Vector<float>.Count)
        {
            if (count > 0)
                a = Vector.LoadUnsafe(ref a0, i);
            if (count > 1)
                b = Vector.LoadUnsafe(ref b0, i);
            if (count > 2)
                c = Vector.LoadUnsafe(ref c0, i);
            Vector<float> gradient = Vector.LoadUnsafe(ref g0, i) * scale;
            work.Move(Vector.LoadUnsafe(ref w0, i), gradient, ref a, ref b, ref c).StoreUnsafe(ref w0, i);
            if (count > 0)
                a.StoreUnsafe(ref a0, i);
            if (count > 1)
                b.StoreUnsafe(ref b0, i);
            if (count > 2)
                c.StoreUnsafe(ref c0, i);
        }
    }
}
