namespace MLNetDeep.Comparisons.Tuners;

/// <summary>A function to minimise over the unit cube, whose least value is known.</summary>
internal sealed record TestFunction(string Name, int Width, double Least, Func<double[], double> Value)
{
    private static readonly double[] Heights = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] Widths =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] Places =
    [
        [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381],
    ];

    /// <summary>The two of the goal, as in Jamil and Yang, "A literature survey of benchmark functions", arXiv:1308.4008.</summary>
    public static IReadOnlyList<TestFunction> All { get; } =
    [
        new("Branin", 2, 0.39788735772973816, Branin), new("Hartmann6", 6, -3.32236801141551, Hartmann),
    ];

    private static double Branin(double[] x)
    {
        (double a, double b) = (x[0] * 15 - 5, x[1] * 15);
        double bend = b - 5.1 / (4 * Math.PI * Math.PI) * a * a + 5 / Math.PI * a - 6;
        return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(a) + 10;
    }

    private static double Hartmann(double[] x) => -Enumerable.Range(0, 4).Sum(i =>
        Heights[i] * Math.Exp(-x.Select((value, j) => Widths[i][j] * Math.Pow(value - Places[i][j] / 1e4, 2)).Sum()));
}
