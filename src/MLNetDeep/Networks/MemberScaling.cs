namespace MLNetDeep.Networks;

/// <summary>What the factors start with by which the members of an ensemble tell themselves apart.</summary>
public enum MemberScaling
{
    /// <summary>Ones: all members start alike here.</summary>
    Ones,

    /// <summary>-1 or 1 at random, TabM's choice for plain features (arXiv:2410.24210).</summary>
    RandomSigns,

    /// <summary>Normal numbers, TabM's choice for embedded features (arXiv:2410.24210).</summary>
    Normal,
}

/// <summary>What layers with factors for each member and feature have in common.</summary>
internal static class MemberScalings
{
    /// <summary>Refuses an unknown start, and chunks that do not make up the features.</summary>
    public static void Check(string owner, MemberScaling scaling, IReadOnlyList<int>? chunks, int width)
    {
        LayerSpec.Require(Enum.IsDefined(scaling), $"{owner}.Scaling", "a known start", scaling);
        if (chunks is null)
            return;
        bool fits = chunks.All(chunk => chunk >= 1) && chunks.Sum(chunk => (long)chunk) == width;
        LayerSpec.Require(fits, $"{owner}.Chunks", $"sizes of at least 1 that add up to the input width {width}", NetworkSpec.Format(chunks));
    }

    /// <summary>The tensor of the factors, shape [members, features].</summary>
    public static LayerTensor Tensor(string name, MemberScaling scaling, IReadOnlyList<int>? chunks, int[] shape)
    {
        Initializer start = scaling switch
        {
            MemberScaling.RandomSigns => Initializer.Signs,
            MemberScaling.Normal => Initializer.Normal(0, 1),
            _ => Initializer.Constant(1),
        };
        return new LayerTensor(name, shape, chunks is null ? start : Initializer.Chunked(start, chunks));
    }

    public static bool AreEqual(IReadOnlyList<int>? one, IReadOnlyList<int>? other) =>
        one is null ? other is null : other is not null && one.SequenceEqual(other);
}
