using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Chance changes to images while a network learns from them; each image is changed anew in every epoch.</summary>
/// <remarks>
/// Images are first moved (mirrored, translated, turned and scaled, in one resampling), then contrast, brightness and noise change their
/// values, then squares are cut out. Values are those behind the normalisation of each channel: mean 0 and deviation 1 over the
/// training rows. Without any member set nothing is changed.
/// </remarks>
/// <example>
/// <code>
/// var options = new CnnOptions { ImageAugmentation = new() { HorizontalFlip = FlipKind.Alternating, Translate = 2, Cutout = 8 } };
/// </code>
/// </example>
public sealed record ImageAugmentation : RowAugmentation
{
    /// <summary>Mirrors left and right.</summary>
    /// <value>Default <see cref="FlipKind.None"/>; photographs gain by <see cref="FlipKind.Alternating"/> (arXiv:2404.00498).</value>
    public FlipKind HorizontalFlip { get; init; }

    /// <summary>Mirrors top and bottom.</summary>
    /// <value>Default <see cref="FlipKind.None"/>; for images without an up and a down, such as those of microscopes.</value>
    public FlipKind VerticalFlip { get; init; }

    /// <summary>
    /// The most pixels that an image is moved, up or down and left or right; the same as padding it by so many pixels and cropping it at
    /// random.
    /// </summary>
    /// <value>
    /// Default 0. Pixels; at least 0 and below the image's smaller side. He et al. pad CIFAR's 32 pixels by 4 (arXiv:1512.03385), short
    /// trainings take 2 (arXiv:2404.00498), digits 1.
    /// </value>
    public int Translate { get; init; }

    /// <summary>What comes in at the edges when an image is moved, turned or made smaller.</summary>
    /// <value>Default <see cref="EdgeMode.Reflect"/>, as arXiv:2404.00498 pads and Keras's <c>RandomTranslation</c> fills.</value>
    public EdgeMode Edges { get; init; }

    /// <summary>The most that an image is turned, either way.</summary>
    /// <value>Default 0. Degrees, from 0 to 180; the angle is drawn evenly. Digits take 10 to 15.</value>
    public double Rotation { get; init; }

    /// <summary>The most that an image is made larger or smaller.</summary>
    /// <value>Default 0. At least 0 and below 1: sizes are drawn evenly from 1 - <c>Scale</c> to 1 + <c>Scale</c> of the image's own, as
    /// Keras's <c>RandomZoom</c> draws them.</value>
    public double Scale { get; init; }

    /// <summary>The side of a square that is cut out at a random place and becomes 0, the mean.</summary>
    /// <value>
    /// Default 0. Pixels; at least 0 and at most the image's larger side. Half the image's side is DeVries and Taylor's choice for
    /// CIFAR-10 (arXiv:1708.04552). The square's centre is anywhere in the image, so that part of it may lie outside.
    /// </value>
    public int Cutout { get; init; }

    /// <summary>The most that is added to all values of an image, or taken from them.</summary>
    /// <value>Default 0. Deviations of a channel; finite and at least 0. The amount is drawn evenly.</value>
    public double Brightness { get; init; }

    /// <summary>The most by which an image's values are moved away from their mean, or towards it.</summary>
    /// <value>Default 0. At least 0 and at most 1: factors are drawn evenly from 1 - <c>Contrast</c> to 1 + <c>Contrast</c>, as
    /// torchvision's <c>ColorJitter</c> draws them.</value>
    public double Contrast { get; init; }

    /// <summary>Standard deviation of the normal noise that is added to every value.</summary>
    /// <value>Default 0. Deviations of a channel; finite and at least 0 (Bishop 1995, "Training with Noise is Equivalent to Tikhonov
    /// Regularization").</value>
    public double Noise { get; init; }

    internal override bool ChangesRows => Moves || ChangesValues || Cutout > 0;

    /// <summary>Whether pixels change their places.</summary>
    internal bool Moves => HorizontalFlip != FlipKind.None || VerticalFlip != FlipKind.None || Translate > 0 || Resamples;

    /// <summary>Whether pixels come to lie between pixels.</summary>
    internal bool Resamples => Rotation > 0 || Scale > 0;

    private bool ChangesValues => Brightness > 0 || Contrast > 0 || Noise > 0;

    internal override void Check(OptionRules rules)
    {
        rules.Require(Enum.IsDefined(HorizontalFlip), nameof(HorizontalFlip), "one of the kinds of flips", HorizontalFlip);
        rules.Require(Enum.IsDefined(VerticalFlip), nameof(VerticalFlip), "one of the kinds of flips", VerticalFlip);
        rules.Require(Translate >= 0, nameof(Translate), "at least 0", Translate);
        rules.Require(Enum.IsDefined(Edges), nameof(Edges), "one of the edge modes", Edges);
        rules.Require(Rotation is >= 0 and <= 180, nameof(Rotation), "from 0 to 180 degrees", Rotation);
        rules.Require(Scale is >= 0 and < 1, nameof(Scale), "at least 0 and below 1", Scale);
        rules.Require(Cutout >= 0, nameof(Cutout), "at least 0", Cutout);
        rules.RequireNotNegative(Brightness, nameof(Brightness));
        rules.Require(Contrast is >= 0 and <= 1, nameof(Contrast), "from 0 to 1", Contrast);
        rules.RequireNotNegative(Noise, nameof(Noise));
    }

    internal override void CheckSize(OptionRules rules, Grid grid)
    {
        int smaller = Math.Min(grid.Height, grid.Width);
        int larger = Math.Max(grid.Height, grid.Width);
        rules.Require(Translate < smaller, nameof(Translate), $"below the {smaller} pixels of the image's smaller side", Translate);
        rules.Require(Cutout <= larger, nameof(Cutout), $"at most the {larger} pixels of the image's larger side", Cutout);
    }

    internal override RowChanger Open(Grid grid) => new ImageChanger(this, grid);
}
