namespace MLNetDeep.Networks;

/// <summary>A view of an image or a signal that a network scores: mirrored, then moved; what comes in at the edges is mirrored.</summary>
/// <param name="Flip">Whether left and right change places; images only.</param>
/// <param name="Dy">Pixels that the window moves down, so that the content moves up; 0 for a signal.</param>
/// <param name="Dx">Pixels or steps that the window moves right or to later, so that the content moves the other way.</param>
/// <param name="Weight">The view's share in the mean; finite, and all views' weights add up to 1.</param>
public sealed record TestTimeView(bool Flip, int Dy, int Dx, double Weight)
{
    /// <summary>Whether the view is the row as it is.</summary>
    internal bool IsPlain => !Flip && Dy == 0 && Dx == 0;

    /// <summary>Refuses views that do not fit.</summary>
    /// <exception cref="ArgumentException">They do not fit the rows, or their weights do not add up to 1.</exception>
    internal static void Check(IReadOnlyList<TestTimeView> views, IReadOnlyList<int> shape)
    {
        if (views.Count == 0)
            return;
        Grid grid;
        try
        {
            grid = Grid.Of(shape);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException(
                $"NetworkSpec.Views must be empty for rows of shape {NetworkSpec.Format(shape)}, which are neither images nor signals.",
                error);
        }

        double sum = views.Sum(view => view.Weight);
        if (!(Math.Abs(sum - 1) < 1e-6))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"NetworkSpec.Views must have weights that add up to 1, but was {sum}."));
        }

        foreach (TestTimeView view in views)
        {
            bool isInside = Math.Abs((long)view.Dy) < grid.Height && Math.Abs((long)view.Dx) < grid.Width;
            if (!isInside || (grid.IsSignal && view.Flip))
            {
                throw new ArgumentException(
                    $"NetworkSpec.Views must be moved by less than the rows' shape {NetworkSpec.Format(shape)}"
                    + $"{(grid.IsSignal ? " and not mirrored" : "")}, but was {view}.");
            }
        }
    }

    /// <summary>Where the view's pixels come from.</summary>
    internal GridMove Move(Grid grid)
    {
        var move = new GridMove(grid.Height, grid.Width);
        move.Set(isUpsideDown: false, Flip, Dy, Dx, EdgeMode.Reflect);
        return move;
    }
}
