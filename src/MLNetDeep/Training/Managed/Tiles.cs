using System.Runtime.CompilerServices;

namespace MLNetDeep.Training.Managed;

/// <summary>
/// Products of a few rows with a panel of two vectors of columns, held in registers: sixteen sums for eight rows. Rows of the left matrix
/// are read where they lie, one number at a time; the panel lies packed, depth after depth.
/// </summary>
/// <remarks>Steps are in floats. Arithmetic on them is unchecked, since they are sizes of arrays that exist.</remarks>
internal static class Tiles<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>Columns of a panel.</summary>
    public static int PanelWidth => 2 * TLanes.Count;

    /// <summary>Whether sums of eight rows fit into the registers: AVX2 has sixteen in all.</summary>
    public static bool TakesEight => TLanes.Count != 8;

    /// <summary>Eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(
        ref float a, nuint rowStep, nuint depthStep, ref float b, int depth, ref float c, nuint cStep, bool adds)
    {
        unchecked
        {
            (nuint r2, nuint r3, nuint r4) = (2 * rowStep, 3 * rowStep, 4 * rowStep);
            (nuint r5, nuint r6, nuint r7) = (5 * rowStep, 6 * rowStep, 7 * rowStep);
            TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
            TVector c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
            for (; depth > 0; depth--)
            {
                TVector b0 = TLanes.Load(ref b);
                TVector b1 = TLanes.Load(ref Unsafe.Add(ref b, TLanes.Count));
                TVector v = TLanes.Broadcast(a);
                c00 = TLanes.MultiplyAdd(v, b0, c00);
                c01 = TLanes.MultiplyAdd(v, b1, c01);
                v = TLanes.Broadcast(Unsafe.Add(ref a, rowStep));
                c10 = TLanes.MultiplyAdd(v, b0, c10);
                c11 = TLanes.MultiplyAdd(v, b1, c11);
                v = TLanes.Broadcast(Unsafe.Add(ref a, r2));
                c20 = TLanes.MultiplyAdd(v, b0, c20);
                c21 = TLanes.MultiplyAdd(v, b1, c21);
                v = TLanes.Broadcast(Unsafe.Add(ref a, r3));
                c30 = TLanes.MultiplyAdd(v, b0, c30);
                c31 = TLanes.MultiplyAdd(v, b1, c31);
                v = TLanes.Broadcast(Unsafe.Add(ref a, r4));
                c40 = TLanes.MultiplyAdd(v, b0, c40);
                c41 = TLanes.MultiplyAdd(v, b1, c41);
                v = TLanes.Broadcast(Unsafe.Add(ref a, r5));
                c50 = TLanes.MultiplyAdd(v, b0, c50);
                c51 = TLanes.MultiplyAdd(v, b1, c51);
                v = TLanes.Broadcast(Unsafe.Add(ref a, r6));
                c60 = TLanes.MultiplyAdd(v, b0, c60);
                c61 = TLanes.MultiplyAdd(v, b1, c61);
                v = TLanes.Broadcast(Unsafe.Add(ref a, r7));
                c70 = TLanes.MultiplyAdd(v, b0, c70);
                c71 = TLanes.MultiplyAdd(v, b1, c71);
                a = ref Unsafe.Add(ref a, depthStep);
                b = ref Unsafe.Add(ref b, 2 * TLanes.Count);
            }

            Store(ref c, c00, c01, adds);
            Store(ref Unsafe.Add(ref c, cStep), c10, c11, adds);
            Store(ref Unsafe.Add(ref c, 2 * cStep), c20, c21, adds);
            Store(ref Unsafe.Add(ref c, 3 * cStep), c30, c31, adds);
            Store(ref Unsafe.Add(ref c, 4 * cStep), c40, c41, adds);
            Store(ref Unsafe.Add(ref c, 5 * cStep), c50, c51, adds);
            Store(ref Unsafe.Add(ref c, 6 * cStep), c60, c61, adds);
            Store(ref Unsafe.Add(ref c, 7 * cStep), c70, c71, adds);
        }
    }

    /// <summary>Four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(
        ref float a, nuint rowStep, nuint depthStep, ref float b, int depth, ref float c, nuint cStep, bool adds)
    {
        unchecked
        {
            (nuint r2, nuint r3) = (2 * rowStep, 3 * rowStep);
            TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
            for (; depth > 0; depth--)
            {
                TVector b0 = TLanes.Load(ref b);
                TVector b1 = TLanes.Load(ref Unsafe.Add(ref b, TLanes.Count));
                TVector v = TLanes.Broadcast(a);
                c00 = TLanes.MultiplyAdd(v, b0, c00);
                c01 = TLanes.MultiplyAdd(v, b1, c01);
                v = TLanes.Broadcast(Unsafe.Add(ref a, rowStep));
                c10 = TLanes.MultiplyAdd(v, b0, c10);
                c11 = TLanes.MultiplyAdd(v, b1, c11);
                v = TLanes.Broadcast(Unsafe.Add(ref a, r2));
                c20 = TLanes.MultiplyAdd(v, b0, c20);
                c21 = TLanes.MultiplyAdd(v, b1, c21);
                v = TLanes.Broadcast(Unsafe.Add(ref a, r3));
                c30 = TLanes.MultiplyAdd(v, b0, c30);
                c31 = TLanes.MultiplyAdd(v, b1, c31);
                a = ref Unsafe.Add(ref a, depthStep);
                b = ref Unsafe.Add(ref b, 2 * TLanes.Count);
            }

            Store(ref c, c00, c01, adds);
            Store(ref Unsafe.Add(ref c, cStep), c10, c11, adds);
            Store(ref Unsafe.Add(ref c, 2 * cStep), c20, c21, adds);
            Store(ref Unsafe.Add(ref c, 3 * cStep), c30, c31, adds);
        }
    }

    /// <summary>One row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(ref float a, nuint depthStep, ref float b, int depth, ref float c, bool adds)
    {
        unchecked
        {
            TVector c0 = default, c1 = default;
            for (; depth > 0; depth--)
            {
                TVector v = TLanes.Broadcast(a);
                c0 = TLanes.MultiplyAdd(v, TLanes.Load(ref b), c0);
                c1 = TLanes.MultiplyAdd(v, TLanes.Load(ref Unsafe.Add(ref b, TLanes.Count)), c1);
                a = ref Unsafe.Add(ref a, depthStep);
                b = ref Unsafe.Add(ref b, 2 * TLanes.Count);
            }

            Store(ref c, c0, c1, adds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float c, TVector first, TVector second, bool adds)
    {
        ref float next = ref Unsafe.Add(ref c, TLanes.Count);
        TLanes.Store(adds ? TLanes.Add(first, TLanes.Load(ref c)) : first, ref c);
        TLanes.Store(adds ? TLanes.Add(second, TLanes.Load(ref next)) : second, ref next);
    }
}
