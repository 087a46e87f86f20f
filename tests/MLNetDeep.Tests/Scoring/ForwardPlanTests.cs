using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Tests.Scoring;

public sealed class ForwardPlanTests
{
    private static NetworkSpec Deep(int inputs, int outputs) => new(
        [inputs],
        [
            new InputNormalizationSpec([0, inputs - 1]), new LinearSpec(67), new BatchNormSpec(), new ActivationSpec(Activation.Gelu),
            new DropoutSpec(0.5), new LinearSpec(130), new ActivationSpec(Activation.Mish), new BatchNormSpec(), new LinearSpec(outputs),
        ]);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(7, 17, 33)]
    [InlineData(300, 20, 64)]
    [InlineData(129, 1, 200)]
    public void LinearEqualsTheSumInDoublePrecision(int rows, int inputs, int outputs)
    {
        var network = new NetworkSpec([inputs], [new LinearSpec(outputs)]);
        float[] tensors = RandomNetworks.Tensors(network, 1);
        float[] x = RandomNetworks.Rows(rows, inputs, 2);
        float[] y = Run(network, tensors, x, rows);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < outputs; column++)
            {
                double sum = tensors[inputs * outputs + column];
                for (int k = 0; k < inputs; k++)
                    sum += (double)tensors[column * inputs + k] * x[row * inputs + k];
                Assert.Equal(sum, y[row * outputs + column], 1e-5);
            }
        }
    }

    [Fact]
    public void RowDoesNotDependOnTheRowsAroundIt()
    {
        NetworkSpec network = Deep(21, 3);
        float[] tensors = RandomNetworks.Tensors(network, 3);
        ForwardPlan plan = ForwardPlan.Compile(network, tensors);
        float[] x = RandomNetworks.Rows(203, 21, 4);
        float[] together = Run(network, tensors, x, 203);
        float[] one = new float[3];
        for (int row = 0; row < 203; row++)
        {
            plan.Run(x.AsSpan(row * 21, 21), 1, one);
            Assert.Equal(one, together.AsSpan(row * 3, 3).ToArray()); // every bit
        }
    }

    [Fact]
    public void BatchNormalisationIsFoldedIntoTheLinearLayer()
    {
        var plain = new NetworkSpec([4], [new LinearSpec(9)]);
        var normed = new NetworkSpec([4], [new LinearSpec(9), new BatchNormSpec()]);
        float[] tensors = RandomNetworks.Tensors(normed, 5);
        float[] x = RandomNetworks.Rows(6, 4, 6);
        float[] before = Run(plain, tensors[..plain.ElementCount], x, 6);
        float[] after = Run(normed, tensors, x, 6);
        ReadOnlySpan<float> norm = tensors.AsSpan(plain.ElementCount);
        for (int i = 0; i < before.Length; i++)
        {
            int c = i % 9;
            double expected = (before[i] - norm[18 + c]) / Math.Sqrt(norm[27 + c] + 1e-5) * norm[c] + norm[9 + c];
            Assert.Equal(expected, after[i], 1e-5);
        }
    }

    [Fact]
    public void OneRowAllocatesNothing()
    {
        NetworkSpec network = Deep(21, 3);
        ForwardPlan plan = ForwardPlan.Compile(network, RandomNetworks.Tensors(network, 3));
        float[] x = RandomNetworks.Rows(1, 21, 4);
        float[] y = new float[3];
        plan.Run(x, 1, y);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            plan.Run(x, 1, y);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ThreadsShareAPlan()
    {
        NetworkSpec network = Deep(21, 3);
        float[] tensors = RandomNetworks.Tensors(network, 3);
        ForwardPlan plan = ForwardPlan.Compile(network, tensors);
        float[] x = RandomNetworks.Rows(300, 21, 4);
        float[] expected = Run(network, tensors, x, 300);
        Parallel.For(0, 40, _ =>
        {
            float[] y = new float[900];
            plan.Run(x, 300, y);
            Assert.Equal(expected, y);
        });
    }

    [Fact]
    public void MissingAndInfiniteInputsStayBounded()
    {
        var network = new NetworkSpec([4], [new InputNormalizationSpec([1])]);
        float[] tensors = [10, 10, 10, 10, 0.5f, 0.5f, 0.5f, 0];
        float[] y = Run(
            network, tensors, [12, float.NaN, float.PositiveInfinity, 77, float.NaN, 4, float.NegativeInfinity, float.PositiveInfinity], 2);
        float[] expected = [1 / MathF.Sqrt(1 + 1f / 9), 0, 3, 0, 1, 0, -3 / MathF.Sqrt(2), -3, 0, 0];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], y[i], 1e-6f);
    }

    [Fact]
    public void NoRowsAreFineAndWrongLengthsAreNot()
    {
        var network = new NetworkSpec([4], [new LinearSpec(2)]);
        ForwardPlan plan = ForwardPlan.Compile(network, new float[10]);
        plan.Run([], 0, []);
        Assert.Equal(
            "2 rows are 4 floats in and 2 floats out each, but the spans hold 8 and 3.",
            Assert.Throws<ArgumentException>(() => plan.Run(new float[8], 2, new float[3])).Message);
        Assert.StartsWith(
            "The network has 10 numbers, but 9 were given.",
            Assert.Throws<ArgumentException>(() => ForwardPlan.Compile(network, new float[9])).Message, StringComparison.Ordinal);
    }

    private static float[] Run(NetworkSpec network, float[] tensors, float[] x, int rows)
    {
        float[] y = new float[rows * network.OutputWidth];
        ForwardPlan.Compile(network, tensors).Run(x, rows, y);
        return y;
    }
}
