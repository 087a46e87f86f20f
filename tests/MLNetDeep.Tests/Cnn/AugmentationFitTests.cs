using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Training;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Cnn;

/// <summary>Augmentation within fits, and the options that ask for it.</summary>
public sealed class AugmentationFitTests : IDisposable
{
    private static readonly CnnOptions Quick = new()
    {
        MaximumEpochCount = 6,
        BatchSize = 32,
        WidthFactor = 0.25,
        Seed = 1,
        ThreadCount = 1,
    };

    private static readonly ImageAugmentation Everything = new()
    {
        HorizontalFlip = FlipKind.Alternating,
        VerticalFlip = FlipKind.Random,
        Translate = 1,
        Rotation = 10,
        Scale = 0.1,
        Cutout = 2,
        Brightness = 0.1,
        Contrast = 0.1,
        Noise = 0.1,
    };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(6)] // within the second epoch of 4 batches
    [InlineData(8)]
    public void ResumedFitGoesOnWithTheSameBits(long step)
    {
        string checkpoint = _folder.At("fit.checkpoint");
        TrainingData data = Data();
        var network = new NetworkSpec(
            [18],
            [
                data.Encoding!.Spec, new ConvSpec(4, 3) { Padding = Padding.Same }, new ActivationSpec(Activation.Relu), new FlattenSpec(),
                new LinearSpec(1),
            ]);
        FitSettings settings = Fits.Quick with { RowAugmentation = Everything, MixupAlpha = 0.4, CutMixAlpha = 1, MaximumEpochCount = 3 };
        var saver = new Spy((hook, fit) =>
        {
            if (hook == "batch end" && fit.Step == step)
                fit.SaveCheckpoint(checkpoint);
        });
        TrainingResult unbroken = Fits.Run(network, data, settings, new FitHooks { Callbacks = [saver] });
        TrainingResult resumed = Fits.Run(network, data, settings, new FitHooks { ResumeFrom = checkpoint });
        Assert.Equal(unbroken.Tensors, resumed.Tensors);
        Assert.NotEqual(unbroken.Tensors, Fits.Run(network, data, settings with { RowAugmentation = null }).Tensors);
        var error = Assert.Throws<InvalidOperationException>(() => Fits.Run(
            network, data, settings with { RowAugmentation = Everything with { Cutout = 1 } }, new FitHooks { ResumeFrom = checkpoint }));
        Assert.Equal(
            $"The checkpoint '{checkpoint}' belongs to another fit: different rowAugmentation. "
            + "Give it the same data and options, or remove it to start anew.", error.Message);
    }

    [Fact]
    public void AugmentedTrainerTellsShapesApart()
    {
        var ml = new MLContext(1);
        var options = Quick with
        {
            MaximumEpochCount = 8,
            ImageAugmentation = new ImageAugmentation { Translate = 1, Rotation = 5, Noise = 0.05, Cutout = 2 },
            CutMixAlpha = 0.2,
        };
        IDataView train = Shapes.Bytes(ml, Shapes.Images(400, 1));
        var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(train);
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(Shapes.Bytes(ml, Shapes.Images(100, 2))));
        Assert.True(metrics.MicroAccuracy > 0.85, $"accuracy {metrics.MicroAccuracy}");
        Assert.Equal(model.Model.Tensors, ml.MulticlassClassification.Trainers.Cnn(options).Fit(train).Model.Tensors);
    }

    [Fact]
    public void RowsOnDiskAreAugmentedToo()
    {
        var ml = new MLContext(1);
        var options = Quick with { MaximumEpochCount = 2, MemoryBudget = 20_000, ImageAugmentation = Everything };
        IDataView train = Shapes.Bytes(ml, Shapes.Images(300, 1));
        float[] tensors = ml.MulticlassClassification.Trainers.Cnn(options).Fit(train).Model.Tensors;
        Assert.Equal(tensors, ml.MulticlassClassification.Trainers.Cnn(options).Fit(train).Model.Tensors);
        var plain = options with { ImageAugmentation = new ImageAugmentation() };
        Assert.NotEqual(tensors, ml.MulticlassClassification.Trainers.Cnn(plain).Fit(train).Model.Tensors);
    }

    [Fact]
    public void SignalsAreAugmentedAndSeenFromThreeSides()
    {
        var ml = new MLContext(1);
        IDataView rows = Shapes.Bytes(ml, Shapes.Images(64, 1));
        var options = Quick with
        {
            MaximumEpochCount = 2,
            InputShape = InputShape.Signal(),
            SignalAugmentation = new SignalAugmentation { Shift = 2, Scale = 0.1, Noise = 0.05, TimeMask = 5 },
            TestTimeAugmentation = new TestTimeAugmentation { Shift = 1 },
        };
        DeepModel model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(rows).Model;
        Assert.Equal([(0, 0), (0, -1), (0, 1)], model.Network.Views.Select(view => (view.Dy, view.Dx)));
        Assert.Equal(model.Tensors, ml.MulticlassClassification.Trainers.Cnn(options).Fit(rows).Model.Tensors);
        var plain = options with { SignalAugmentation = new SignalAugmentation() };
        Assert.NotEqual(model.Tensors, ml.MulticlassClassification.Trainers.Cnn(plain).Fit(rows).Model.Tensors);
    }

    [Fact]
    public void AllViolationsAreNamedAtOnce()
    {
        var options = new CnnOptions
        {
            ImageAugmentation = new ImageAugmentation
            {
                HorizontalFlip = (FlipKind)7,
                Translate = -1,
                Edges = (EdgeMode)9,
                Rotation = 181,
                Scale = 1,
                Cutout = -2,
                Brightness = double.NaN,
                Contrast = 1.5,
                Noise = -1,
            },
            CutMixAlpha = -0.5,
            TestTimeAugmentation = new TestTimeAugmentation { Shift = -1 },
        };
        var error = Assert.Throws<ArgumentException>(() => new MLContext(1).MulticlassClassification.Trainers.Cnn(options));
        Assert.Equal(
            "CnnOptions.ImageAugmentation.HorizontalFlip must be one of the kinds of flips, but was 7. "
            + "CnnOptions.ImageAugmentation.Translate must be at least 0, but was -1. "
            + "CnnOptions.ImageAugmentation.Edges must be one of the edge modes, but was 9. "
            + "CnnOptions.ImageAugmentation.Rotation must be from 0 to 180 degrees, but was 181. "
            + "CnnOptions.ImageAugmentation.Scale must be at least 0 and below 1, but was 1. "
            + "CnnOptions.ImageAugmentation.Cutout must be at least 0, but was -2. "
            + "CnnOptions.ImageAugmentation.Brightness must be finite and at least 0, but was NaN. "
            + "CnnOptions.ImageAugmentation.Contrast must be from 0 to 1, but was 1.5. "
            + "CnnOptions.ImageAugmentation.Noise must be finite and at least 0, but was -1. "
            + "CnnOptions.TestTimeAugmentation.Shift must be at least 0, but was -1. "
            + "CnnOptions.CutMixAlpha must be finite and at least 0, but was -0.5.", error.Message);
        var signal = new CnnOptions
        {
            SignalAugmentation = new SignalAugmentation
            {
                Shift = -1,
                Edges = (EdgeMode)5,
                Scale = 2,
                Noise = double.PositiveInfinity,
                TimeMask = -3,
            },
        };
        error = Assert.Throws<ArgumentException>(() => new MLContext(1).MulticlassClassification.Trainers.Cnn(signal));
        Assert.Equal(
            "CnnOptions.SignalAugmentation.Shift must be at least 0, but was -1. "
            + "CnnOptions.SignalAugmentation.Edges must be one of the edge modes, but was 5. "
            + "CnnOptions.SignalAugmentation.Scale must be from 0 to 1, but was 2. "
            + "CnnOptions.SignalAugmentation.Noise must be finite and at least 0, but was Infinity. "
            + "CnnOptions.SignalAugmentation.TimeMask must be at least 0, but was -3.", error.Message);
    }

    [Fact]
    public void AugmentationOfTheOtherKindIsRefused()
    {
        var ml = new MLContext(1);
        var options = Quick with { InputShape = InputShape.Signal(), ImageAugmentation = new ImageAugmentation { Translate = 1 } };
        var error = Assert.Throws<ArgumentException>(() => ml.MulticlassClassification.Trainers.Cnn(options));
        Assert.Equal(
            "CnnOptions.ImageAugmentation must be null for a signal of 1 x any, which takes a SignalAugmentation, "
            + $"but was {options.ImageAugmentation}.", error.Message);
        options = Quick with { SignalAugmentation = new SignalAugmentation { Shift = 1 } };
        IDataView images = Shapes.Bytes(ml, Shapes.Images(40, 1));
        error = Assert.Throws<ArgumentException>(() => ml.MulticlassClassification.Trainers.Cnn(options).Fit(images));
        Assert.Equal(
            "CnnOptions.SignalAugmentation must be null for an image of 1 x 12 x 12, which takes an ImageAugmentation, "
            + $"but was {options.SignalAugmentation}.", error.Message);
    }

    [Fact]
    public void SizesBeyondTheImageAreNamed()
    {
        var ml = new MLContext(1);
        IDataView images = Shapes.Bytes(ml, Shapes.Images(40, 1));
        var options = Quick with
        {
            ImageAugmentation = new ImageAugmentation { Translate = 12, Cutout = 13 },
            TestTimeAugmentation = new TestTimeAugmentation { Shift = 12 },
        };
        var error = Assert.Throws<ArgumentException>(() => ml.MulticlassClassification.Trainers.Cnn(options).Fit(images));
        Assert.Equal(
            "CnnOptions.ImageAugmentation.Translate must be below the 12 pixels of the image's smaller side, but was 12. "
            + "CnnOptions.ImageAugmentation.Cutout must be at most the 12 pixels of the image's larger side, but was 13. "
            + "CnnOptions.TestTimeAugmentation.Shift must be below the 12 pixels of the image's smaller side, but was 12.", error.Message);
        var signal = Quick with
        {
            InputShape = InputShape.Signal(),
            SignalAugmentation = new SignalAugmentation { Shift = 144, TimeMask = 145 },
            TestTimeAugmentation = new TestTimeAugmentation { Shift = 144, HorizontalFlip = true },
        };
        error = Assert.Throws<ArgumentException>(() => ml.MulticlassClassification.Trainers.Cnn(signal).Fit(images));
        Assert.Equal(
            "CnnOptions.SignalAugmentation.Shift must be below the signal's 144 steps, but was 144. "
            + "CnnOptions.SignalAugmentation.TimeMask must be at most the signal's 144 steps, but was 145. "
            + "CnnOptions.TestTimeAugmentation.Shift must be below the signal's 144 steps, but was 144. "
            + "CnnOptions.TestTimeAugmentation.HorizontalFlip must be false for a signal, but was True.", error.Message);
    }

    /// <summary>56 images of 3 x 3 x 2 to learn from, 8 to choose the epoch by.</summary>
    private static TrainingData Data()
    {
        var random = new Random(3);
        float[] features = [.. Enumerable.Range(0, 64 * 18).Select(_ => random.NextSingle())];
        var table = new TensorTable(64, 18, features);
        int[] train = [.. Enumerable.Range(0, 56)];
        return new TrainingData
        {
            Features = table,
            Targets = new TensorTable(64, 1, [.. Enumerable.Range(0, 64).Select(i => features[i * 18])]),
            TrainRows = train,
            ValidationRows = [.. Enumerable.Range(56, 8)],
            Encoding = ChannelNormalization.Fit(new ChannelNormalizationSpec(InputShape.Image(2, 3, 3)), table, train),
        };
    }
}
