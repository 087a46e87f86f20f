using Microsoft.ML;
using MLNetDeep.Forecasting;
using static MLNetDeep.Tests.Forecasting.Steps;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>Bounds that follow a series on its way.</summary>
public sealed class BandMemoryTests
{
    /// <summary>Two steps ahead, one target; the forecast is always 0 with bounds of -1 and 1.</summary>
    [Fact]
    public void MissesMoveTheBounds()
    {
        var window = new ForecastWindow(1, 2, 1);
        var memory = new BandMemory(window);
        var trained = new ForecastBand([0.5f, 0.5f], [0.5f, 0.5f]) { WindowCount = 40 };
        var numbers = new ForecastNumbers(window);
        Array.Fill(numbers.RawLower, -1);
        Array.Fill(numbers.RawUpper, 1);
        numbers.Scales[0] = new ValueScale(0, 1);
        Assert.Equal(0.5f, memory.Correct(trained, 0.9).Lower[0]);

        // What comes is 4 off the middle, alternately above and below: 3 outside of the bounds, at both steps.
        for (var step = 1; step <= 200; step++)
        {
            memory.Remember(step, numbers);
            memory.Judge(step, [step % 2 == 0 ? 4 : -4]);
            memory.Correct(trained, 0.9);
            if (step == 20)
                Assert.InRange(memory.Correct(trained, 0.9).Upper[0], 0.5f + (2.5f * 18 / 40), 0.5f + (2.5f * 20 / 40)); // half way
        }
        Assert.Equal([3f, 3f], memory.Correct(trained, 0.9).Upper);
        Assert.Equal([3f, 3f], memory.Correct(trained, 0.9).Lower);
    }

    [Fact]
    public void MissingValuesAndBoundsThatDoNotLearnChangeNothing()
    {
        var window = new ForecastWindow(1, 2, 1);
        var memory = new BandMemory(window);
        var trained = new ForecastBand([0.5f, 0.5f], [0.5f, 0.5f]) { WindowCount = 40 };
        var numbers = new ForecastNumbers(window);
        numbers.Scales[0] = new ValueScale(0, 1);
        for (var step = 1; step <= 100; step++)
        {
            memory.Remember(step, numbers);
            memory.Judge(step, [float.NaN]);
        }
        Assert.Equal(trained.Lower, memory.Correct(trained, 0.9).Lower);
        var fixedBand = ForecastBand.None(2);
        Assert.Same(fixedBand, memory.Correct(fixedBand, 0.9));
    }

    /// <summary>The noise grows threefold after training: bounds that stayed would cover half of it.</summary>
    [Fact]
    public void BoundsFollowNoiseThatGrows()
    {
        var ml = new MLContext(1);
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 2500).Select(step => (float)Normal(random) * (step < 1500 ? 1 : 3))];
        var options = new LinearForecastOptions
        {
            Lookback = 4,
            Horizon = 2,
            SeasonLength = 1,
            LowerBoundColumnName = "Lower",
            UpperBoundColumnName = "Upper",
            Seed = 1,
        };
        var model = new ForecastEstimator(Interop.HostAccess.EnvironmentOf(ml.Forecasting), options).Fit(View(ml, Of(values[..1500])));
        var data = model.Transform(View(ml, Of(values[1500..])));
        var (lower, upper) = (data.Vectors("Lower"), data.Vectors("Upper"));
        var (early, late) = (Coverage(0, 40), Coverage(400, 990));
        Assert.InRange(early, 0.3, 0.8);
        Assert.InRange(late, 0.86, 0.94);

        double Coverage(int first, int end) => Enumerable.Range(first, end - first).Average(row =>
            values[1500 + row + 1] >= lower[row][0] && values[1500 + row + 1] <= upper[row][0] ? 1.0 : 0);
    }
}
