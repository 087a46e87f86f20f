using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// Views of a row whose scores are averaged, when the network is validated and for ever after: they are stored in the model.
/// </summary>
/// <remarks>
/// The average is that of the network's outputs, before they become probabilities. Every view costs a forward pass: two with mirroring,
/// three with shifts, six with both.
/// </remarks>
public sealed record TestTimeAugmentation
{
    /// <summary>Whether the mirrored image counts as much as the image; for images that are flipped in training.</summary>
    /// <value>Default <see langword="false"/>. Images only.</value>
    public bool HorizontalFlip { get; init; }

    /// <summary>
    /// Pixels or steps that rows are moved: images once up and left and once down and right, signals once to earlier and once to later.
    /// The two have one half of the weight together, the row in its place the other half (arXiv:2404.00498). What comes in at the edges
    /// is mirrored.
    /// </summary>
    /// <value>Default 0: only the row in its place. At least 0 and below the image's smaller side or the signal's length.</value>
    public int Shift { get; init; }

    internal void Check(OptionRules rules) => rules.Require(Shift >= 0, nameof(Shift), "at least 0", Shift);

    internal void CheckSize(OptionRules rules, Grid grid)
    {
        int size = grid.IsSignal ? grid.Width : Math.Min(grid.Height, grid.Width);
        string what = grid.IsSignal ? $"the signal's {size} steps" : $"the {size} pixels of the image's smaller side";
        rules.Require(Shift < size, nameof(Shift), $"below {what}", Shift);
        rules.Require(!grid.IsSignal || !HorizontalFlip, nameof(HorizontalFlip), "false for a signal", HorizontalFlip);
    }

    /// <summary>The views of rows of a shape; none when the row itself is the only one.</summary>
    internal IReadOnlyList<TestTimeView> Views(Grid grid)
    {
        var views = new List<TestTimeView> { new(false, 0, 0, Shift > 0 ? 0.5 : 1) };
        if (Shift > 0)
        {
            int vertical = grid.IsSignal ? 0 : Shift;
            views.Add(new TestTimeView(false, -vertical, -Shift, 0.25));
            views.Add(new TestTimeView(false, vertical, Shift, 0.25));
        }

        if (HorizontalFlip)
        {
            views =
            [
                .. views.SelectMany(view => new[]
                {
                    view with { Weight = view.Weight / 2 },
                    view with { Flip = true, Weight = view.Weight / 2 },
                }),
            ];
        }

        return views.Count == 1 ? [] : views;
    }
}
