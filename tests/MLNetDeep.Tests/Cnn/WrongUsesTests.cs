using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Cnn;

/// <summary>What users read when a convolutional network is not used as it is meant: whole messages.</summary>
public sealed class WrongUsesTests
{
    private static readonly CnnOptions Quick = new() { MaximumEpochCount = 1, WidthFactor = 0.1, Seed = 1, ThreadCount = 1 };

    private readonly MLContext _ml = new(1);

    [Fact]
    public void InputShapeOfAnotherSize()
    {
        Refused<ArgumentException>(
            "CnnOptions.InputShape must be of the 144 values of the feature vector, but was image of 1 x 12 x 11.",
            Quick with { InputShape = InputShape.Image(1, 12, 11) });
        Refused<ArgumentException>(
            "CnnOptions.InputShape must be of the 144 values of the feature vector, but was signal of 5 x any.",
            Quick with { InputShape = InputShape.Signal(5) });
    }

    [Fact]
    public void InputShapeMissing() => Refused<ArgumentException>(
        "CnnOptions.InputShape must be given for a feature vector of 6 values without dimensions, for instance "
        + "InputShape.Image(channels, height, width) or InputShape.Signal(), but was null.",
        Quick, Keyed(Enumerable.Range(0, 20).Select(i => new Plain { Features = [i, 0, 0, 0, 0, 0], Name = i % 2 == 0 ? "a" : "b" })));

    [Fact]
    public void ImagesOfAnotherSizeAreScored()
    {
        var model = _ml.MulticlassClassification.Trainers.Cnn(Quick).Fit(Images());
        var small = Keyed([new Small { Features = new byte[100], Name = "-" }]);
        Assert.Equal(
            "Schema mismatch for feature column 'Features': expected Vector<Byte, 144>, got Vector<Byte, 1, 10, 10> "
            + "(Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(small)).Message);
    }

    [Fact]
    public void ImagesOfAnotherSizeValidate() => Mismatch(
        "Schema mismatch for validation column 'Features': expected Vector<Byte, 1, 12, 12>, got Vector<Byte, 1, 10, 10> "
        + "(Parameter 'validationData')",
        Keyed("-|\\/".Select(name => new Small { Features = new byte[100], Name = name.ToString() })));

    [Fact]
    public void BytesTrainAndFloatsValidate() => Mismatch(
        "Schema mismatch for validation column 'Features': expected Vector<Byte, 1, 12, 12>, got Vector<Single, 1, 12, 12> "
        + "(Parameter 'validationData')",
        Shapes.Floats(_ml, Shapes.Images(8, 2)));

    [Fact]
    public void KernelLargerThanTheImage() => Refused<ArgumentException>(
        "Layer 1 (Conv 4, kernel 13): its window of 13 x 13 is larger than its input of shape [12, 12, 1] with padding 0.",
        Quick with { Layers = [new ConvSpec(4, 13), new GlobalPoolSpec()] });

    [Fact]
    public void PoolsThatLeaveTooLittle() => Refused<ArgumentException>(
        "Layer 3 (Conv 4, kernel 3): its window of 3 x 3 is larger than its input of shape [2, 2, 4] with padding 0.",
        Quick with { Layers = [new ConvSpec(4, 3), new MaxPoolSpec(5), new ConvSpec(4, 3), new FlattenSpec()] });

    [Fact]
    public void LayersThatDoNotEndFlat() => Refused<ArgumentException>(
        "CnnOptions.Layers must end in rows of shape [features], but was [10, 10, 4]. Add new GlobalPoolSpec() or new FlattenSpec().",
        Quick with { Layers = [new ConvSpec(4, 3)] });

    [Fact]
    public void LinearHeadOnAnImage() => Refused<ArgumentException>(
        "CnnOptions.Layers must end in rows of shape [features], but was [10, 10, 16]. Add new GlobalPoolSpec() or new FlattenSpec().",
        Quick with { Layers = [new ConvSpec(4, 3), new LinearSpec(16)] });

    [Fact]
    public void GroupsThatDoNotDivide() => Refused<ArgumentException>(
        "Layer 1 (Conv 5, kernel 3, 2 groups): ConvSpec.Groups must be a divisor of 1 input and 5 output channels, but was 2.",
        Quick with { Layers = [new ConvSpec(5, 3) { Groups = 2 }, new FlattenSpec()] });

    [Fact]
    public void CategoriesGiven() => Assert.Equal(
        "CnnOptions.CategoricalFeatureColumnNames must be empty for a convolutional network, but was ['Name'].",
        Assert.Throws<ArgumentException>(
            () => _ml.MulticlassClassification.Trainers.Cnn(Quick with { CategoricalFeatureColumnNames = ["Name"] })).Message);

    [Fact]
    public void NoRows() => Refused<InvalidOperationException>(
        "Training data must have at least one row, but was empty.", Quick, Shapes.Bytes(_ml, []));

    [Fact]
    public void OneClassOnly() => Refused<InvalidOperationException>(
        "Label column 'Label' must have at least 2 classes, but every row is '-'.", Quick,
        Shapes.Bytes(_ml, Shapes.Images(40, 1).Where(image => image.Name == "-")));

    [Fact]
    public void NaNEverywhere()
    {
        var images = Shapes.Images(40, 1).Select(image =>
            new Shapes.FloatImage { Features = [.. image.Features.Select(_ => float.NaN)], Name = image.Name });
        Refused<InvalidOperationException>(
            "Feature column 'Features' must have a value in some row, but is NaN in every row.", Quick, Keyed(images));
    }

    [Fact]
    public void TextAsFeatures()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.MulticlassClassification.Trainers.Cnn(Quick with { FeatureColumnName = "Name" }).Fit(Images()));
        Assert.Equal(
            "Schema mismatch for feature column 'Name': expected Vector<Single> or Vector<Byte>, got String (Parameter 'inputSchema')",
            error.Message);
    }

    private IDataView Images() => Shapes.Bytes(_ml, Shapes.Images(40, 1));

    private IDataView Keyed<T>(IEnumerable<T> rows) where T : class
    {
        var data = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    private void Refused<TError>(string message, CnnOptions options, IDataView? data = null) where TError : Exception => Assert.Equal(
        message, Assert.Throws<TError>(() => _ml.MulticlassClassification.Trainers.Cnn(options).Fit(data ?? Images())).Message);

    private void Mismatch(string message, IDataView validation) => Assert.Equal(
        message,
        Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.MulticlassClassification.Trainers.Cnn(Quick).Fit(Images(), validation)).Message);

    private sealed class Plain
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class Small
    {
        [VectorType(1, 10, 10)]
        public byte[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }
}
