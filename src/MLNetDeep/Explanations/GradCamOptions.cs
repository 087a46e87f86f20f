namespace MLNetDeep;

/// <summary>Which places of an image a network is asked for.</summary>
public sealed record GradCamOptions
{
    /// <summary>How the channels of the layer become one map.</summary>
    /// <value>
    /// Default <see cref="GradCamMethod.GradCamPlusPlus"/>, measured on digits of 20 × 20 pixels with the default layer.
    /// </value>
    public GradCamMethod Method { get; init; }

    /// <summary>The layer whose channels are weighed: the deeper, the more they mean; the earlier, the sharper the map.</summary>
    /// <value>
    /// Default <see langword="null"/>: the last activation or sum of branches whose map has at least 10 places in each direction, or half
    /// the input's where that is less; without such, the largest map there is. A place as in tensor names: <c>7</c>, or
    /// <c>3.branch0.2</c> inside layer 3; the layer puts out an image or a signal.
    /// </value>
    public string? LayerName { get; init; }

    /// <summary>The class whose evidence is shown, by its number from 0; of a regression the target.</summary>
    /// <value>
    /// Default <see langword="null"/>: the predicted class of each row, of a regression the first target. Of a binary task 1 is true and 0
    /// is false. At least 0 and below the number of classes or targets.
    /// </value>
    public int? ClassIndex { get; init; }

    /// <summary>Whether each map is divided by its largest number.</summary>
    /// <value>
    /// Default <see langword="true"/>: maps go from 0 to 1, or are 0 where nothing speaks for the class. <see langword="false"/> leaves
    /// the numbers of the method's formula, so that maps of several rows can be compared.
    /// </value>
    public bool IsNormalized { get; init; } = true;
}
