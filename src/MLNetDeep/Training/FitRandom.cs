using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>
/// All chance of one fit. Nothing here has a state: the numbers of a step depend on the seed, on what they are for and on the step
/// alone. A fit that is resumed in the middle therefore goes on with the same bits, and no checkpoint holds a generator.
/// </summary>
internal sealed class FitRandom(int seed)
{
    /// <summary>The numbers for one use.</summary>
    /// <param name="use">What they are for.</param>
    /// <param name="index">Which of that: the number of the epoch or of the step.</param>
    public RandomNumbers For(RandomUse use, long index = 0) => new(Word(use, index));

    /// <summary>64 random bits for one use.</summary>
    public ulong Word(RandomUse use, long index) =>
        RandomNumbers.Mix(RandomNumbers.Mix(RandomNumbers.Mix(unchecked((uint)seed)) ^ (ulong)use) ^ (ulong)index);

    /// <summary>A random order of the numbers below <paramref name="count"/>, for one epoch.</summary>
    public long[] Permutation(int epoch, int count) => For(RandomUse.Order, epoch).Permutation(count);

    /// <summary>A random order for each member of an ensemble, for one epoch: row i of member m is at [i, m].</summary>
    public long[] Permutations(int epoch, int count, int members)
    {
        if (members == 1)
            return Permutation(epoch, count);
        long[] orders = new long[checked(count * members)];
        for (int member = 0; member < members; member++)
        {
            long[] order = For(RandomUse.MemberOrder, (long)epoch * members + member).Permutation(count);
            for (int i = 0; i < count; i++)
                orders[i * members + member] = order[i];
        }

        return orders;
    }

    /// <summary>First values of all tensors, in the description's order.</summary>
    public float[] InitialTensors(NetworkSpec network)
    {
        float[] result = new float[network.ElementCount];
        for (int i = 0; i < network.Tensors.Count; i++)
        {
            TensorSpec tensor = network.Tensors[i];
            tensor.Source.Start.Fill(
                result.AsSpan(tensor.Offset, tensor.ElementCount), tensor.Shape, For(RandomUse.Initialization, i));
        }

        return result;
    }
}

/// <summary>What random numbers are for: uses do not disturb each other.</summary>
internal enum RandomUse
{
    /// <summary>First values of the tensors; the index is the tensor's.</summary>
    Initialization,

    /// <summary>The order of the rows; the index is the epoch.</summary>
    Order,

    /// <summary>Dropout masks; the index is the step.</summary>
    Masks,

    /// <summary>First values that depend on data; the index is the layer's.</summary>
    DataDrivenInitialization,

    /// <summary>Changes to the rows of a batch, such as noise and mixup; the index is the step.</summary>
    Augmentation,

    /// <summary>The noise that parts equal values while quantiles are taken; the index is the column's.</summary>
    QuantileNoise,

    /// <summary>Which fold of an ensemble a row is in; the index is the repeat's.</summary>
    Folds,

    /// <summary>The seeds of the members of an ensemble; the index is the member's.</summary>
    Members,

    /// <summary>Which candidates a round of ensemble selection may choose from; the index is the round's.</summary>
    Bags,

    /// <summary>The sample of the rows of a table that is not held in memory.</summary>
    Sample,

    /// <summary>The order of the rows in the shuffle buffer; the index is epoch and buffer.</summary>
    ShuffleBuffer,

    /// <summary>Which rows of a table that is not held in memory choose the epoch; the index is the row's or the group's.</summary>
    HoldOut,

    /// <summary>The order of the rows for a member of an ensemble; the index counts epochs and members.</summary>
    MemberOrder,

    /// <summary>In which epochs an image is mirrored; the index is the row's.</summary>
    AlternatingFlip,

    /// <summary>The seeds of the fits within a scope; the index is the fit's.</summary>
    FitsOfScope,
}
