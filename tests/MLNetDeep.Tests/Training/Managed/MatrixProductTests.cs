using MLNetDeep.Tests.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Tests.Training.Managed;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    public void EqualsSumsByHand(bool isWide, int threads)
    {
        using var team = new WorkTeam(threads);
        MatrixProduct products = MatrixProduct.Create(team, isWide);
        foreach ((int rows, int columns, int depth) in new[]
            { (1, 1, 1), (3, 5, 7), (8, 32, 16), (13, 33, 300), (64, 70, 21), (130, 129, 257), (5, 16, 1), (160, 160, 100) })
        {
            foreach (int flips in new[] { 0, 1, 2 })
                Compare(products, rows, columns, depth, flips);
        }
    }

    [Fact]
    public void AnyNumberOfThreadsGivesTheSameBits()
    {
        float[] one = Multiply(1);
        Assert.Equal(one, Multiply(2));
        Assert.Equal(one, Multiply(3));

        static float[] Multiply(int threads)
        {
            using var team = new WorkTeam(threads);
            float[] c = new float[200 * 150];
            MatrixProduct.Create(team).Run(
                new Matrix(RandomNetworks.Rows(200, 120, 1), 0, 120), new Matrix(RandomNetworks.Rows(120, 150, 2), 0, 150),
                new Matrix(c, 0, 150), 200, 150, 120);
            return c;
        }
    }

    [Fact]
    public void ErrorOfAPartReachesTheCaller()
    {
        using var team = new WorkTeam(2);
        var error = Assert.Throws<InvalidOperationException>(() => team.Run(new Broken(), 5));
        Assert.Equal("A part of a training step failed.", error.Message);
        Assert.Equal("part 3", error.InnerException!.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EachPartIsDoneOnce(int threads)
    {
        using var team = new WorkTeam(threads);
        for (int round = 0; round < 2000; round++)
        {
            var work = new Counting();
            team.Run(work, 1 + round % 100);
            Assert.Equal(1 + round % 100, work.Runs.Count(count => count == 1));
        }
    }

    private static void Compare(MatrixProduct products, int rows, int columns, int depth, int flips)
    {
        const float scale = 0.5f;
        float[] left = RandomNetworks.Rows(rows, depth, 1);
        float[] right = RandomNetworks.Rows(depth, columns, 2);
        Matrix a = flips == 2 ? new Matrix(left, 0, rows).Transposed : new Matrix(left, 0, depth);
        Matrix b = flips == 1 ? new Matrix(right, 0, depth).Transposed : new Matrix(right, 0, columns);
        int step = columns + 3;
        float[] start = RandomNetworks.Rows(rows, step, 3);
        float[] set = [.. start];
        float[] added = [.. start];
        products.Run(a, b, new Matrix(set, 2, step), rows, columns, depth, scale: scale);
        products.Run(a, b, new Matrix(added, 2, step), rows, columns, depth, adds: true, scale);
        for (int i = 0; i < start.Length - 2; i++)
        {
            (int row, int column) = (i / step, i % step);
            double sum = 0;
            for (int k = 0; k < depth && column < columns; k++)
                sum += (double)At(a, row, k) * At(b, k, column) * scale;
            Assert.Equal(column < columns ? sum : start[i + 2], set[i + 2], 1e-5 * depth);
            Assert.Equal(start[i + 2] + sum, added[i + 2], 1e-5 * depth);
        }
    }

    private static float At(Matrix matrix, int row, int column) =>
        matrix.Values[matrix.Start + row * matrix.RowStep + column * matrix.ColumnStep];

    private sealed class Broken : ITeamWork
    {
        public void Run(int part, int thread)
        {
            if (part == 3)
                throw new FormatException($"part {part}");
        }
    }

    private sealed class Counting : ITeamWork
    {
        public int[] Runs { get; } = new int[100];

        public void Run(int part, int thread) => Interlocked.Increment(ref Runs[part]);
    }
}
