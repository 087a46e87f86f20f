using System.Runtime.InteropServices;
using MLNetDeep.Forecasting;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Tasks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>The networks of forecasters: what they are before they have learned, and what they are made of.</summary>
public sealed class ForecastNetworkTests
{
    private static readonly ForecastWindow Plain = new(Lookback: 18, Horizon: 5, TargetCount: 1)
    {
        SeasonLength = 7,
        Base = ForecastBase.Season,
    };

    /// <summary>Two targets, a past covariate, two known numbers, a category of few values and one of many.</summary>
    private static readonly ForecastWindow Full = new(Lookback: 12, Horizon: 8, TargetCount: 2, PastCount: 1, KnownCount: 2)
    {
        CategoryValueCounts = [3, 20],
        SeasonLength = 6,
        Base = ForecastBase.Season,
    };

    private static readonly Dictionary<string, ForecastOptions> All = new()
    {
        ["NLinear"] = new NLinearForecastOptions(),
        ["NLinear, one map for all targets"] = new NLinearForecastOptions { MixesTargets = false },
        ["DLinear"] = new DLinearForecastOptions(),
        ["DLinear, one map for all targets"] = new DLinearForecastOptions { MixesTargets = false, MovingAverageWindow = 5 },
        ["Mlp"] = new MlpForecastOptions { HiddenSizes = [12, 9] },
        ["Mlp, one map for all targets"] = new MlpForecastOptions { MixesTargets = false, PoolSizes = [50, 3], Dropout = 0 },
        ["Lstm"] = new LstmForecastOptions(),
        ["Gru"] = new GruForecastOptions { HiddenSize = 5, LayerCount = 2, DecoderSize = 7, SegmentLength = 5, MixesTargets = false },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>A series that repeats itself leaves nothing to learn.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void StartsAsTheSeasonalNaiveForecast(string name)
    {
        float[] series = [.. Enumerable.Range(0, 60).Select(step => MathF.Sin(step % 7) + step % 7)];
        (ForecastPlan plan, FitRows rows) = Make(All[name], Plain, series);
        float[] output = plan.Score(rows.Features.ToFloats().Row(3).ToArray());
        float[] truths = rows.Targets.Row(3).ToArray();
        Assert.Equal(15, output.Length);
        for (int i = 0; i < output.Length; i++)
            Assert.Equal(truths[i / 3], output[i], 1e-5f);
    }

    /// <summary>The first bounds are those of the simple forecast in the training windows.</summary>
    [Fact]
    public void StartsWithTheQuantilesOfWhatIsLeft()
    {
        var random = new Random(3);
        float[] series = [.. Enumerable.Range(0, 400).Select(step => step % 7 * 4 + (float)random.NextDouble())];
        (ForecastPlan plan, FitRows rows) = Make(All["NLinear"], Plain, series);
        int inside = 0;
        foreach (int row in rows.TrainRows)
        {
            float[] output = plan.Score(rows.Features.ToFloats().Row(row).ToArray());
            Assert.True(output[0] < output[1] && output[1] < output[2]);
            inside += rows.Targets.Row(row)[0] >= output[0] && rows.Targets.Row(row)[0] <= output[2] ? 1 : 0;
        }

        Assert.Equal(0.9, inside / (double)rows.TrainRows.Length, 0.01);
    }

    [Fact]
    public void StartFollowsTheSeriesUnlessTheUserSaysOtherwise()
    {
        ForecastOptions options = All["NLinear"];
        ForecastWindow Window(ForecastBase start) => Plain with { Base = start };
        (ForecastNormalization, int?) Start(ForecastOptions options, ForecastWindow window) =>
            (WindowStart.Of(options, window).Normalization, WindowStart.Of(options, window).Season);

        Assert.Equal((ForecastNormalization.LastValue, 7), Start(options, Window(ForecastBase.Season)));
        Assert.Equal((ForecastNormalization.LastValue, null), Start(options, Window(ForecastBase.Last)));
        Assert.Equal((ForecastNormalization.None, null), Start(options, Window(ForecastBase.Mean)));
        Assert.Equal((ForecastNormalization.LastValue, 7), Start(options with { StartsFromSeason = true }, Window(ForecastBase.Last)));
        ForecastOptions never = options with { StartsFromSeason = false };
        Assert.Equal((ForecastNormalization.LastValue, null), Start(never, Window(ForecastBase.Season)));
        Assert.Equal((ForecastNormalization.LastValue, null), Start(options, Plain with { Lookback = 6 }));
        ForecastOptions told = options with { Normalization = ForecastNormalization.MeanAndDeviation };
        Assert.Equal((ForecastNormalization.MeanAndDeviation, null), Start(told, Window(ForecastBase.Mean)));
    }

    /// <summary>Each kind of input reaches each forecast, and managed code scores as libtorch does.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ScoresAsItTrains(string name)
    {
        foreach (ForecastNormalization normalization in Enum.GetValues<ForecastNormalization>())
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using var noGradients = torch.no_grad();
            (ForecastPlan plan, FitRows rows) = Make(All[name] with { Normalization = normalization }, Full, null);
            NetworkSpec network = plan.Network;
            float[] tensors = Scoring.RandomNetworks.Tensors(network, 7);
            float[] x = rows.Features.ToFloats().Values.ToArray();
            float[] encoded = Encode(network, tensors, x, rows.Features.RowCount);
            var module = new TrainingNetwork(network, rows.Features.RowCount);
            module.Load(tensors);
            torch.Tensor output = module.Forward(torch.tensor(encoded).view(rows.Features.RowCount, -1), Pass.Scoring);
            float[] expected = MemoryMarshal.Cast<byte, float>(output.contiguous().bytes).ToArray();
            float[] actual = new float[expected.Length];
            ForwardPlan forward = ForwardPlan.Compile(network, tensors);
            forward.Run(x, rows.Features.RowCount, actual);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5f * Math.Max(1, MathF.Abs(expected[i])));
            AssertEachInputCounts(forward, x[..Full.RawWidth], name);
        }
    }

    [Fact]
    public void LookbackHoldsASeasonAndTheHorizon()
    {
        ForecastOptions options = new NLinearForecastOptions();
        Assert.Equal(336 + 48, options.ChooseLookback(new ForecastData([4000], 48, 336)));
        Assert.Equal(7, options.ChooseLookback(new ForecastData([4000], 1, null)));
        Assert.Equal(36, options.ChooseLookback(new ForecastData([4000], 12, 1)));
        Assert.Equal(96, options.ChooseLookback(new ForecastData([4000], 60, null)));
    }

    [Fact]
    public void FewWindowsBearFewSteps()
    {
        ForecastOptions options = new DLinearForecastOptions { Window = Plain };
        int Steps(int windows)
        {
            FitSettings fit = options.ChooseRecipe(new DataSummary(RegressionTask.Instance, windows, Plain.FeatureCount)).Fit;
            return fit.MaximumEpochCount * windows / fit.BatchSize;
        }

        Assert.Equal(150, Steps(30), 3.0);
        Assert.Equal(20 * 30, Steps(900), 20.0);
        Assert.InRange(Steps(100_000), 781, 1600);
    }

    [Fact]
    public void ViolationsAreNamedAllAtOnce()
    {
        string linear = Assert.Throws<ArgumentException>(
            () => new DLinearForecastOptions { MovingAverageWindow = 4, Horizon = 0 }.Validate(RegressionTask.Instance)).Message;
        string rule = "DLinearForecastOptions.MovingAverageWindow must be odd and at least 1, but was 4.";
        Assert.Contains(rule, linear, StringComparison.Ordinal);
        Assert.Contains("DLinearForecastOptions.Horizon must be at least 1, but was 0.", linear, StringComparison.Ordinal);
        string mlp = Assert.Throws<ArgumentException>(
            () => new MlpForecastOptions { PoolSizes = [2, 0], HiddenSizes = [], Dropout = 1 }.Validate(RegressionTask.Instance)).Message;
        string[] parts =
        [
            "MlpForecastOptions.PoolSizes must be one or more sizes of at least 1, but was [2, 0].",
            "MlpForecastOptions.HiddenSizes must be one or more sizes from 1 to 65536, but was [].",
            "MlpForecastOptions.Dropout must be at least 0 and below 1, but was 1.",
        ];
        foreach (string part in parts)
            Assert.Contains(part, mlp, StringComparison.Ordinal);
        var recurrent = new GruForecastOptions
        {
            HiddenSize = 0,
            LayerCount = 17,
            DecoderSize = 0,
            Dropout = -1,
            Lookback = 5,
            SegmentLength = 6,
        };
        string gru = Assert.Throws<ArgumentException>(() => recurrent.Validate(RegressionTask.Instance)).Message;
        string[] others =
        [
            "GruForecastOptions.HiddenSize must be from 1 to 65536, but was 0.",
            "GruForecastOptions.LayerCount must be from 1 to 16, but was 17.",
            "GruForecastOptions.DecoderSize must be from 1 to 65536, but was 0.",
            "GruForecastOptions.Dropout must be at least 0 and below 1, but was -1.",
            "GruForecastOptions.SegmentLength must be from 1 to Lookback 5, but was 6.",
        ];
        foreach (string part in others)
            Assert.Contains(part, gru, StringComparison.Ordinal);
    }

    /// <summary>Changing any number of a row changes the forecast, but for steps that nothing looks at.</summary>
    private static void AssertEachInputCounts(ForwardPlan forward, float[] row, string name)
    {
        float[] before = new float[forward.OutputWidth];
        float[] after = new float[forward.OutputWidth];
        forward.Run(row, 1, before);
        int past = Full.ObservedCount + Full.Lookback * Full.KnownCount;
        for (int column = 0; column < row.Length; column++)
        {
            if (column >= Full.ObservedCount && column < past)
                continue; // what was known of steps that have passed is for encoders that read step by step
            float kept = row[column];
            row[column] = kept == 1 ? 2 : 1;
            forward.Run(row, 1, after);
            Assert.False(before.AsSpan().SequenceEqual(after), $"{name}: column {column} is not looked at");
            row[column] = kept;
        }
    }

    private static float[] Encode(NetworkSpec network, float[] tensors, float[] x, int rows)
    {
        var input = new NetworkSpec(network.InputShape, [network.Layers[0]]);
        float[] encoded = new float[rows * input.OutputWidth];
        ForwardPlan.Compile(input, tensors.AsSpan(0, input.ElementCount)).Run(x, rows, encoded);
        return encoded;
    }

    /// <summary>A network as its fit starts with it.</summary>
    /// <param name="options">What to make.</param>
    /// <param name="window">For which windows.</param>
    /// <param name="series">One series; null takes random rows.</param>
    private static (ForecastPlan Plan, FitRows Rows) Make(ForecastOptions options, ForecastWindow window, float[]? series)
    {
        var loss = new QuantileLoss { Levels = [0.05, 0.5, 0.95] };
        options = options with { Window = window, Loss = loss };
        FitRows rows = series is null ? RandomRows(window) : Rows(window, series);
        var data = new DataSummary(RegressionTask.Instance, rows.Features.RowCount, window.FeatureCount)
        {
            ValueCounts = window.CategoryValueCounts,
        };
        Recipe recipe = options.ChooseRecipe(data);
        InputEncoding encoding = recipe.FitInput(rows, recipe.Fit);
        NetworkSpec network = recipe.BuildNetwork(encoding, window.LabelCount * loss.Levels.Length);
        float[] tensors = recipe.Start!(network, encoding, 5);
        encoding.WriteTo(network, tensors);
        return (new ForecastPlan(network, tensors), rows);
    }

    private static FitRows Rows(ForecastWindow window, float[] series)
    {
        int count = series.Length - window.Lookback - window.Horizon + 1;
        float[] features = [.. Enumerable.Range(0, count).SelectMany(first => series.Skip(first).Take(window.Lookback))];
        float[] targets = [.. Enumerable.Range(0, count).SelectMany(first => series.Skip(first + window.Lookback).Take(window.Horizon))];
        return Rows(window, count, features, targets);
    }

    private static FitRows RandomRows(ForecastWindow window)
    {
        const int Count = 150;
        var random = new Random(8);
        float[] features = [.. Enumerable.Range(0, Count * window.RawWidth).Select(i =>
        {
            int category = i % window.RawWidth - window.FeatureCount;
            return category < 0 ? (float)random.NextDouble() * 4 - 2 : random.Next(1, window.CategoryValueCounts[category] + 1);
        })];
        return Rows(window, Count, features, [.. Enumerable.Range(0, Count * window.LabelCount).Select(_ => (float)random.NextDouble())]);
    }

    private static FitRows Rows(ForecastWindow window, int count, float[] features, float[] targets)
    {
        var table = new TensorTable(count, window.RawWidth, features);
        int[] all = [.. Enumerable.Range(0, count)];
        return new FitRows(
            table, new TensorTable(count, window.LabelCount, targets), null, all, [],
            () => InputCounts.Of(table, all, window.CategoryValueCounts), [], null);
    }

    private sealed record ForecastPlan(NetworkSpec Network, float[] Tensors)
    {
        public float[] Score(float[] row)
        {
            float[] output = new float[Network.OutputWidth];
            ForwardPlan.Compile(Network, Tensors).Run(row, 1, output);
            return output;
        }
    }
}
