namespace MLNetDeep.AutoML.Tests.Analysis;

public class ParetoTests
{
    private static readonly double[][] Points = [[1, 5], [2, 3], [4, 1], [3, 4], [5, 5], [2, 3]];

    [Fact]
    public void Ranks_count_who_must_go_first()
    {
        Assert.Equal([0, 0, 0, 1, 2, 0], Pareto.Rank(Points));
        Assert.Equal([0, 1, 2, 5], Pareto.FindFront(Points)); // equal points do not dominate each other
        Assert.False(Pareto.Dominates([1, 1], [1, 1]));
        Assert.True(Pareto.Dominates([1, 1], [1, 2]));
        Assert.False(Pareto.Dominates([double.NaN, 1], [2, 2]));
    }

    [Fact]
    public void Volumes_are_those_of_the_union_of_boxes()
    {
        // Up to (6, 6): columns of width 1 (height 1), 2 (height 3) and 2 (height 5).
        Assert.Equal(1 * 1 + 2 * 3 + 2 * 5, Pareto.MeasureVolume(Points, [6, 6]), 1e-12);
        Assert.Equal(0, Pareto.MeasureVolume([[7.0, 1.0]], [6, 6]));
        // Two cubes of 2 x 1 x 1 and 1 x 2 x 2 that share 1 x 1 x 1.
        Assert.Equal(2 + 4 - 1, Pareto.MeasureVolume([[0.0, 1, 1], [1.0, 0, 0]], [2, 2, 2]), 1e-12);
        Assert.Equal([5.4, 5.4], Pareto.FindReference(Points));
    }

    [Fact]
    public void Crowding_is_the_distance_of_the_neighbours()
    {
        Assert.Equal([double.PositiveInfinity, 2.0, double.PositiveInfinity], Pareto.MeasureCrowding(Points[..3]));
        double[][] four = [[0, 8], [1, 6], [4, 4], [8, 0]];
        // (4 - 0) / 8 + (8 - 4) / 8 and (8 - 1) / 8 + (6 - 0) / 8.
        Assert.Equal([double.PositiveInfinity, 1.0, 1.625, double.PositiveInfinity], Pareto.MeasureCrowding(four));
    }

    [Fact]
    public void The_choice_begins_with_the_most_volume_and_then_takes_what_adds_most()
    {
        // Volumes alone up to (6, 6): 5, 12, 10; after (2, 3) the others add 1 and 10 - 2 * 3 = 4.
        Assert.Equal([1, 2, 0], Pareto.ChooseSpread(Points[..3], 9, [6, 6]));
    }
}
