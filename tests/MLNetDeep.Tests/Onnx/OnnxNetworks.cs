using MLNetDeep.Networks;
using MLNetDeep.Tests.Scoring;

namespace MLNetDeep.Tests.Onnx;

/// <summary>Networks from raw rows on: missing values, categories, sequences, images looked at several times.</summary>
internal static class OnnxNetworks
{
    private static readonly CategorySpec[] Categories =
    [
        new(2, CategoryEncoding.Binary), new(3, CategoryEncoding.OneHot), new(7, CategoryEncoding.Index), new(4, CategoryEncoding.OneHot),
    ];

    public static Dictionary<string, (NetworkSpec Network, Func<int, float[]> Rows)> All { get; } = Make();

    private static Dictionary<string, (NetworkSpec Network, Func<int, float[]> Rows)> Make()
    {
        Dictionary<string, (NetworkSpec, Func<int, float[]>)> networks = [];
        foreach (var scaling in Enum.GetValues<NumericScaling>())
        {
            var normalization = new InputNormalizationSpec([1, 4])
            {
                Scaling = scaling,
                QuantileCount = scaling == NumericScaling.Quantile ? 2 : 0,
                Categories = Categories,
            };
            networks.Add($"raw features, {scaling}", (new NetworkSpec([10], [normalization]), rows => Table(rows, 6)));
        }

        var categories = new InputNormalizationSpec([]) { Categories = Categories };
        networks.Add("categories alone", (new NetworkSpec([4], [categories]), rows => Table(rows, 0)));
        foreach (bool isInterleaved in new[] { false, true })
        {
            var image = new ChannelNormalizationSpec(InputShape.Image(3, 5, 4, isInterleaved));
            networks.Add(
                $"raw image, {(isInterleaved ? "interleaved" : "planar")}",
                (new NetworkSpec([60], [image, new ConvSpec(4, 3), new FlattenSpec()]), rows => Missing(rows, 60)));
        }

        TestTimeView[] views = [new(false, 0, 0, 0.4), new(true, 0, 0, 0.25), new(false, 1, -1, 0.15), new(true, -1, 1, 0.2)];
        networks.Add("views of an image", (
            new NetworkSpec(
                [60],
                [new ChannelNormalizationSpec(InputShape.Image(3, 5, 4)), new ConvSpec(4, 3), new FlattenSpec(), new LinearSpec(3)], views),
            rows => Missing(rows, 60)));
        networks.Add("views alone", (
            new NetworkSpec(
                [10], [new ChannelNormalizationSpec(InputShape.Signal(2, 5))], [new(false, 0, 1, 0.5), new(false, 0, -1, 0.5)]),
            rows => Missing(rows, 10)));
        foreach (StepPool pool in Enum.GetValues<StepPool>())
        {
            networks.Add($"sequences of different lengths, {pool}", (
                new NetworkSpec(
                    [18],
                    [
                        new SequenceInputSpec(9, 2) { IsVariable = true }, new StepMaskSpec(),
                        new RecurrentSpec(RecurrentCell.Lstm, 6, true), new RecurrentSpec(RecurrentCell.Gru, 4, true),
                        new RecurrentSpec(RecurrentCell.Rnn, 4, true), new StepPoolSpec(pool),
                    ]),
                rows => Sequences(rows, 9, 2)));
        }

        networks.Add("a label for each of some steps", (
            new NetworkSpec(
                [18],
                [
                    new SequenceInputSpec(9, 2) { IsVariable = true }, new StepMaskSpec(), new RecurrentSpec(RecurrentCell.Lstm, 6),
                    new LinearSpec(3), new StepMaskSpec { MarksMissing = true }, new FlattenSpec(),
                ]),
            rows => Sequences(rows, 9, 2)));
        foreach (bool drops in new[] { false, true })
        {
            networks.Add($"tokens, {(drops ? "unknown ones dropped" : "unknown ones kept")}", (
                new NetworkSpec(
                    [8],
                    [
                        new SequenceInputSpec(8, 1, 6) { IsVariable = true, KnownTokenCount = 6, DropsUnknown = drops }, new StepMaskSpec(),
                        new TokenEmbeddingSpec(6, 5), new PositionEmbeddingSpec(), new StepMaskSpec(),
                        new RecurrentSpec(RecurrentCell.Gru, 6), new StepPoolSpec(),
                    ]),
                rows => Tokens(rows, 8)));
        }

        foreach (RecurrentCell cell in Enum.GetValues<RecurrentCell>())
        {
            networks.Add($"{cell} decoder of tokens", (
                new NetworkSpec([6], [new SequenceDecoderSpec(cell, 7, 6, 4), new FlattenSpec()]),
                rows => RandomNetworks.Rows(rows, 6, 31)));
            networks.Add($"{cell} decoder of numbers", (
                new NetworkSpec([6], [new SequenceDecoderSpec(cell, 7, 6, 1), new FlattenSpec()]),
                rows => RandomNetworks.Rows(rows, 6, 32)));
        }

        return networks;
    }

    /// <summary>Features with gaps and huge values, and keys, of which some are missing or unknown.</summary>
    private static float[] Table(int rows, int features)
    {
        int width = features + Categories.Length;
        float[] values = RandomNetworks.Rows(rows, width, 33, spread: 4);
        var random = new Random(34);
        for (int i = 0; i < values.Length; i++)
        {
            if (i % width >= features)
                values[i] = random.Next(0, Categories[i % width - features].ValueCount + 2);
            else if (random.NextDouble() < 0.3)
                values[i] = random.Next(3) switch { 0 => float.PositiveInfinity, 1 => -1e30f, _ => float.NaN };
        }

        return values;
    }

    private static float[] Missing(int rows, int width)
    {
        float[] values = RandomNetworks.Rows(rows, width, 35);
        for (int i = 0; i < values.Length; i += 11)
            values[i] = float.NaN;
        return values;
    }

    /// <summary>Row after row shorter: the first has all steps, the last but one none.</summary>
    private static float[] Sequences(int rows, int steps, int width)
    {
        float[] values = Missing(rows, steps * width);
        for (int row = 0; row < rows; row++)
            values.AsSpan((row * steps + Length(row, steps)) * width, (steps - Length(row, steps)) * width).Fill(float.NegativeInfinity);
        return values;
    }

    private static float[] Tokens(int rows, int steps)
    {
        var random = new Random(36);
        float[] values = [.. Enumerable.Range(0, rows * steps).Select(_ => (float)random.Next(0, 8))];
        for (int row = 0; row < rows; row++)
            values.AsSpan(row * steps + Length(row, steps), steps - Length(row, steps)).Fill(float.NegativeInfinity);
        return values;
    }

    private static int Length(int row, int steps) => new[] { steps, 3, 1, steps - 1, 5, 0, 2 }[row % 7];
}
