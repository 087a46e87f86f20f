using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class InputNormalizationTests
{
    private const float Missing = float.NaN;

    // Columns: plain, missing values, constant, quartiles equal, all missing.
    private static readonly TensorTable Table = new(6, 5,
    [
        1, 10, 4, 0, Missing,
        2, Missing, 4, 0, Missing,
        3, 20, 4, 0, Missing,
        4, 30, 4, 0, Missing,
        5, 40, 4, 8, Missing,
        99, Missing, 5, 3, 7,
    ]);

    private static readonly int[] TrainRows = [4, 2, 0, 1, 3];

    [Fact]
    public void LearnsMedianAndScaleFromTheTrainingRowsOnly()
    {
        InputNormalization learned = InputNormalization.Fit(Table, TrainRows);
        Assert.Equal([3, 25, 4, 0, 0], learned["median"]);
        Assert.Equal([1f / 2, 1f / 15, 0, 2f / 8, 0], learned["scale"]); // quartiles 2..4, 17.5..32.5, none, range 8, none
        Assert.Equal([1, 4], learned.Input.Encoding.IndicatorColumns);
        Assert.Equal(7, learned.OutputWidth);
    }

    [Fact]
    public void AppliesToEveryRow()
    {
        TensorTable normalised = InputNormalization.Fit(Table, TrainRows).Apply(Table);
        AssertRow(normalised, 0, Clip(-1), Clip(-1), 0, 0, 0, 0, 1);
        AssertRow(normalised, 1, Clip(-0.5), 0, 0, 0, 0, 1, 1);
        AssertRow(normalised, 4, Clip(1), Clip(1), 0, Clip(2), 0, 0, 1);
        AssertRow(normalised, 5, Clip(48), 0, 0, Clip(0.75), 0, 1, 0);
    }

    [Fact]
    public void ColumnWithoutGapsGetsNoIndicator()
    {
        InputNormalization learned = InputNormalization.Fit(Table, [0, 2, 3, 4]);
        Assert.Equal([4], learned.Input.Encoding.IndicatorColumns);
    }

    private static double Clip(double z) => z / Math.Sqrt(1 + z * z / 9);

    private static void AssertRow(TensorTable table, int row, params double[] expected)
    {
        Assert.Equal(expected.Length, table.Width);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], table.Row(row)[i], 1e-6);
    }
}
