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

    /// <summary>Uniform numbers between -bound and bound.</summary>
    public static Initializer Uniform(double bound) => new UniformInitializer(bound);

    /// <summary>-1 or 1, each as likely as the other.</summary>
    public static Initializer Signs { get; } = new SignInitializer();

    /// <summary>Along the last dimension one draw of <paramref name="inner"/> for each chunk; all of its elements share it.</summary>
    public static Initializer Chunked(Initializer inner, IReadOnlyList<int> chunks) => new ChunkInitializer(inner, [.. chunks]);

    /// <summary>The first slice along the first dimension is drawn, the others are copies of it.</summary>
    public static Initializer Repeated(Initializer inner) => new RepeatedInitializer(inner);

    /// <summary>Slices of equal size along the first dimension, each drawn by its own rule.</summary>
    public static Initializer Stacked(IReadOnlyList<Initializer> parts) => new StackedInitializer([.. parts]);

    /// <summary>
    /// Biases of gates for memories of all lengths (arXiv:1804.11188): the gate that keeps the state gets log u, u uniform from 1 to
    /// <paramref name="steps"/> - 1, the one that takes in new things minus that, the others 0.
    /// </summary>
    /// <param name="steps">The longest distance to remember.</param>
    /// <param name="gateCount">Gates, which lie one behind the other.</param>
    /// <param name="keeping">The gate that keeps the state.</param>
    /// <param name="taking">The gate that takes in; null where the first one decides both.</param>
    public static Initializer Chrono(int steps, int gateCount, int keeping, int? taking) =>
        new ChronoInitializer(steps, gateCount, keeping, taking);

    /// <summary>The first row along the first dimension is 0, the others are drawn.</summary>
    public static Initializer FirstZero(Initializer rest) => new FirstZeroInitializer(rest);

    /// <summary>How a matrix of a linear layer starts.</summary>
    /// <param name="choice">The choice; what depends on data starts as it is before the data is seen.</param>
    /// <param name="inputs">Width of the layer's input.</param>
    /// <param name="outputs">Width of its output.</param>
    public static Initializer Of(WeightInitialization choice, int inputs, int outputs) => choice switch
    {
        WeightInitialization.Kaiming => Normal(0, Math.Sqrt(2.0 / inputs)),
        WeightInitialization.Glorot => Normal(0, Math.Sqrt(2.0 / ((double)inputs + outputs))),
        WeightInitialization.LeCun => Normal(0, Math.Sqrt(1.0 / inputs)),
        WeightInitialization.KaimingUniform => Uniform(Math.Sqrt(6.0 / inputs)),
        WeightInitialization.GlorotUniform => Uniform(Math.Sqrt(6.0 / ((double)inputs + outputs))),
        WeightInitialization.LeCunUniform => Uniform(Math.Sqrt(3.0 / inputs)),
        WeightInitialization.FanInUniform or WeightInitialization.PatchWhitening => Uniform(1 / Math.Sqrt(inputs)),
        WeightInitialization.Dirac => new DiracInitializer(Uniform(1 / Math.Sqrt(inputs))),
        WeightInitialization.Orthogonal => new OrthogonalInitializer(),
        WeightInitialization.Zeros => Constant(0),
        WeightInitialization.StandardNormal or WeightInitialization.UnitOutput => Normal(0, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "The initialization is unknown."),
    };

    /// <summary>How the biases of a linear layer start.</summary>
    public static Initializer Of(BiasInitialization choice, int inputs) => choice switch
    {
        BiasInitialization.Zeros or BiasInitialization.AtData => Constant(0),
        BiasInitialization.FanInUniform => Uniform(1 / Math.Sqrt(inputs)),
        BiasInitialization.StandardNormal => Normal(0, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "The initialization is unknown."),
    };

    private sealed record ConstantInitializer(float Value) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random) => values.Fill(Value);
    }

    private sealed record NormalInitializer(double Mean, double Deviation) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random) =>
            random.Normal(values, Mean, Deviation);
    }

    private sealed record UniformInitializer(double Bound) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            random.Uniform(values);
            foreach (ref float value in values)
                value = (float)((2.0 * value - 1) * Bound);
        }
    }

    private sealed record SignInitializer : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            random.Uniform(values);
            foreach (ref float value in values)
                value = value < 0.5f ? -1 : 1;
        }
    }

    private sealed record ChunkInitializer(Initializer Inner, int[] Chunks) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            float[] draws = new float[values.Length / shape[^1] * Chunks.Length];
            Inner.Fill(draws, [draws.Length], random);
            for (int start = 0, draw = 0; start < values.Length;)
            {
                foreach (int chunk in Chunks)
                {
                    values.Slice(start, chunk).Fill(draws[draw++]);
                    start += chunk;
                }
            }
        }
    }

    private sealed record RepeatedInitializer(Initializer Inner) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            Span<float> first = values[..(values.Length / shape[0])];
            Inner.Fill(first, [.. shape.Skip(1)], random);
            for (int start = first.Length; start < values.Length; start += first.Length)
                first.CopyTo(values[start..]);
        }
    }

    private sealed record ChronoInitializer(int Steps, int GateCount, int Keeping, int? Taking) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            int length = values.Length / GateCount;
            values.Clear();
            Span<float> kept = values.Slice(Keeping * length, length);
            random.Uniform(kept);
            foreach (ref float value in kept)
                value = (float)Math.Log(1 + value * (Steps - 2));
            for (int i = 0; Taking is { } gate && i < length; i++)
                values[gate * length + i] = -kept[i];
        }
    }

    private sealed record FirstZeroInitializer(Initializer Rest) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            Rest.Fill(values, shape, random);
            values[..(values.Length / shape[0])].Clear();
        }
    }

    private sealed record StackedInitializer(Initializer[] Parts) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            int length = values.Length / Parts.Length;
            int[] partShape = [shape[0] / Parts.Length, .. shape.Skip(1)];
            for (int i = 0; i < Parts.Length; i++)
                Parts[i].Fill(values.Slice(i * length, length), partShape, random);
        }
    }

    /// <summary>The first rows copy one input each, in the middle of the window; the others are drawn.</summary>
    private sealed record DiracInitializer(Initializer Rest) : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            Rest.Fill(values, shape, random);
            (int outputs, int inputs) = (shape[0], shape[1]);
            int area = values.Length / outputs / inputs;
            int middle = shape.Skip(2).Aggregate(0, (at, size) => at * size + size / 2);
            int copies = Math.Min(outputs, inputs);
            values[..(copies * inputs * area)].Clear();
            for (int i = 0; i < copies; i++)
                values[(i * inputs + i) * area + middle] = 1;
        }
    }

    /// <summary>Normal vectors made orthonormal one after the other, which makes all rotations equally likely.</summary>
    private sealed record OrthogonalInitializer : Initializer
    {
        public override void Fill(Span<float> values, IReadOnlyList<int> shape, IRandomNumbers random)
        {
            (int rows, int columns) = (shape[0], values.Length / shape[0]); // a window of a convolution is one long row
            bool isWide = rows <= columns;
            (int count, int length) = isWide ? (rows, columns) : (columns, rows);
            random.Normal(values, 0, 1);
            var vectors = new double[count][];
            for (int i = 0; i < count; i++)
            {
                double[] vector = vectors[i] = new double[length];
                for (int k = 0; k < length; k++)
                    vector[k] = values[i * length + k];
                // Twice is enough to be orthogonal to working precision (Giraud, Langou and Rozloznik 2005).
                Orthogonalize(vector, vectors.AsSpan(0, i));
                Orthogonalize(vector, vectors.AsSpan(0, i));
            }

            for (int i = 0; i < count; i++)
                for (int k = 0; k < length; k++)
                    values[isWide ? i * columns + k : k * columns + i] = (float)vectors[i][k];
        }

        private static void Orthogonalize(double[] vector, ReadOnlySpan<double[]> others)
        {
            foreach (double[] other in others)
            {
                double along = Dot(vector, other);
                for (int k = 0; k < vector.Length; k++)
                    vector[k] -= along * other[k];
            }

            double norm = Math.Sqrt(Dot(vector, vector));
            for (int k = 0; k < vector.Length; k++)
                vector[k] /= norm;
        }

        private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
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
