using MLNetDeep.Images.Data;

namespace MLNetDeep.Images;

/// <summary>How IDX files become columns.</summary>
public sealed record IdxOptions
{
    /// <summary>Where the images go.</summary>
    /// <value>Default <c>Features</c>, ML.NET's usual name.</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Where the labels go.</summary>
    /// <value>Default <c>Label</c>, ML.NET's usual name.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>What the labels 0, 1 and so on mean; a label beyond them is refused.</summary>
    /// <value>
    /// Default <see langword="null"/>: the numbers from 0 to the highest label in the file. Name the classes where a test set may lack the
    /// last one, so that its key has as many values as the training set's. For Fashion-MNIST see <see cref="FashionMnistClassNames"/>.
    /// </value>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The classes of Fashion-MNIST.</summary>
    /// <value>Ten names, in the order of Xiao, Rasul, Vollgraf 2017 (arXiv:1708.07747), table 2.</value>
    public static IReadOnlyList<string> FashionMnistClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    internal void Check()
    {
        ClassLabels.CheckColumn(FeatureColumnName, "IdxOptions.FeatureColumnName");
        ClassLabels.CheckColumn(LabelColumnName, "IdxOptions.LabelColumnName");
        if (FeatureColumnName == LabelColumnName)
            throw new ArgumentException($"IdxOptions.LabelColumnName must differ from FeatureColumnName, but both were " +
                $"'{LabelColumnName}'.");
        ClassLabels.CheckNames(ClassNames, "IdxOptions");
    }
}
