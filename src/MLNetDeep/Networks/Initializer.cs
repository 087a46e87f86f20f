namespace MLNetDeep.Networks;

/// <summary>The numbers a tensor starts with.</summary>
internal abstract record Initializer
{
    /// <summary>Fills a tensor.</summary>
    /// <param name="values">The tensor, row-major.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="random">Where chance comes from.</param>
    public abstract void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random);

    /// <summary>One number everywhere.</summary>
    public static Initializer Constant(float value) => new ConstantInitializer(value);

    /// <summary>Normal numbers.</summary>
    public static Initializer Normal(double mean, double deviation) => new NormalInitializer(mean, deviation);

    private sealed record ConstantInitializer(float Value) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random) => values.Fill(Value);
    }

    private sealed record NormalInitializer(double Mean, double Deviation) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random) =>
            random.Normal(values, Mean, Deviation);
    }
}

/// <summary>A source of random numbers.</summary>
internal interface IRandomNumbers
{
    /// <summary>Fills with uniform numbers, at least 0 and below 1.</summary>
    void Uniform(Span<float> values);

    /// <summary>Fills with normal numbers.</summary>
    void Normal(Span<float> values, double mean, double deviation);
}
