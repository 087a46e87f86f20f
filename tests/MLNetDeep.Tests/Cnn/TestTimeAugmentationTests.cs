using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Scoring;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Cnn;

/// <summary>The mean over views of a row, in the network, in the kernels and in the file.</summary>
public sealed class TestTimeAugmentationTests : IDisposable
{
    private static readonly TestTimeAugmentation Six = new() { HorizontalFlip = true, Shift = 1 };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ViewsAreAirbenchs()
    {
        Assert.Empty(new TestTimeAugmentation().Views(Grid.Of([5, 5, 1])));
        Assert.Equal(
            [new TestTimeView(false, 0, 0, 0.5), new TestTimeView(true, 0, 0, 0.5)],
            new TestTimeAugmentation { HorizontalFlip = true }.Views(Grid.Of([5, 5, 1])));
        Assert.Equal(
            [new TestTimeView(false, 0, 0, 0.5), new TestTimeView(false, 0, -2, 0.25), new TestTimeView(false, 0, 2, 0.25)],
            new TestTimeAugmentation { Shift = 2 }.Views(Grid.Of([9, 1])));
        Assert.Equal(
            [
                new TestTimeView(false, 0, 0, 0.25), new TestTimeView(true, 0, 0, 0.25), new TestTimeView(false, -1, -1, 0.125),
                new TestTimeView(true, -1, -1, 0.125), new TestTimeView(false, 1, 1, 0.125), new TestTimeView(true, 1, 1, 0.125),
            ],
            Six.Views(Grid.Of([5, 5, 1])));
    }

    public static TheoryData<string> Cases => [.. Networks.Keys];

    private static Dictionary<string, NetworkSpec> Networks { get; } = MakeNetworks();

    /// <summary>Kernels and libtorch give the mean over views that are made by hand.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void ScoresAreTheMeanOverTheViews(string name)
    {
        NetworkSpec network = Networks[name];
        var plain = new NetworkSpec(network.InputShape, network.Layers);
        Grid grid = Grid.Of(network.InputShape);
        float[] tensors = RandomNetworks.Tensors(network, 21);
        foreach (int rows in new[] { 1, 37 })
        {
            float[] x = RandomNetworks.Rows(rows, network.InputWidth, 22, spread: 2);
            float[] expected = new float[rows * network.OutputWidth];
            foreach (TestTimeView view in network.Views)
            {
                float[] scores = Score(plain, tensors, MoveRows(x, grid, view), rows);
                for (int i = 0; i < expected.Length; i++)
                    expected[i] += (float)view.Weight * scores[i];
            }

            float[] managed = Score(network, tensors, x, rows);
            using DisposeScope scope = torch.NewDisposeScope();
            using var noGradients = torch.no_grad();
            var module = new TrainingNetwork(network, rows);
            module.Load(tensors);
            torch.Tensor input = torch.tensor(x).view([rows, .. network.InputShape.Select(size => (long)size)]);
            torch.Tensor output = module.Forward(input, Pass.Scoring);
            float[] native = MemoryMarshal.Cast<byte, float>(output.contiguous().bytes).ToArray();
            for (int i = 0; i < expected.Length; i++)
            {
                double tolerance = 1e-5 * Math.Max(1, Math.Abs(expected[i]));
                Assert.Equal(expected[i], managed[i], tolerance);
                Assert.Equal(managed[i], native[i], tolerance);
            }

            Assert.NotEqual(managed, Score(plain, tensors, x, rows));
        }
    }

    /// <summary>Rows are learned from, and watched, as they are.</summary>
    [Fact]
    public void OnlyScoringSeesViews()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NetworkSpec network = Networks["image"];
        var module = new TrainingNetwork(network, 4);
        module.Load(RandomNetworks.Tensors(network, 21));
        torch.Tensor x = torch.tensor(RandomNetworks.Rows(4, network.InputWidth, 22, spread: 2)).view(4, 6, 7, 2);
        float[] scored = Values(module.Forward(x, Pass.Scoring));
        float[] trained = Values(module.Forward(x, Pass.Training));
        var seen = new List<string>();
        module.Step.Observer = (name, _) => seen.Add(name);
        float[] watched = Values(module.Forward(x, Pass.Scoring));
        Assert.Equal(trained, watched);
        Assert.NotEqual(scored, watched);
        Assert.Equal(seen.Distinct(), seen);

        static float[] Values(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.contiguous().bytes).ToArray();
    }

    [Fact]
    public void JsonHoldsTheViewsAndOldFilesHaveNone()
    {
        NetworkSpec network = Networks["image"];
        string json = network.ToJson();
        NetworkSpec read = NetworkSpec.FromJson(json);
        Assert.Equal(network, read);
        Assert.Equal(json, read.ToJson());
        Assert.Equal(6, read.Views.Count);
        var plain = new NetworkSpec(network.InputShape, network.Layers);
        Assert.NotEqual(network, plain);
        Assert.DoesNotContain("views", plain.ToJson());
        Assert.Empty(NetworkSpec.FromJson(plain.ToJson()).Views);
        Assert.EndsWith("Scores are the mean over 6 views of a row: mirrored, shifted by up to 1.\n", network.Summary());
        Assert.DoesNotContain("views", plain.Summary());
        Assert.Throws<FormatException>(() => NetworkSpec.FromJson(json.Replace("\"dy\"", "\"down\"")));
        Assert.Throws<FormatException>(() => NetworkSpec.FromJson(json.Replace("\"weight\": 0.25", "\"weight\": 0.5")));
    }

    [Fact]
    public void ViewsThatDoNotFitAreRefused()
    {
        LayerSpec[] layers = [new FlattenSpec(), new LinearSpec(2)];
        Assert.Equal(
            "NetworkSpec.Views must be empty for rows of shape [7], which are neither images nor signals.",
            Refused([7], [new LinearSpec(2)], new TestTimeView(false, 0, 0, 1)));
        Assert.Equal(
            "NetworkSpec.Views must have weights that add up to 1, but was 0.75.",
            Refused([4, 4, 1], layers, new TestTimeView(false, 0, 0, 0.5), new TestTimeView(true, 0, 0, 0.25)));
        Assert.Equal(
            "NetworkSpec.Views must be moved by less than the rows' shape [4, 5, 1], "
            + "but was TestTimeView { Flip = False, Dy = -4, Dx = 0, Weight = 1 }.",
            Refused([4, 5, 1], layers, new TestTimeView(false, -4, 0, 1)));
        Assert.Equal(
            "NetworkSpec.Views must be moved by less than the rows' shape [9, 1] and not mirrored, "
            + "but was TestTimeView { Flip = True, Dy = 0, Dx = 0, Weight = 1 }.",
            Refused([9, 1], layers, new TestTimeView(true, 0, 0, 1)));

        static string Refused(int[] shape, LayerSpec[] layers, params TestTimeView[] views) =>
            Assert.Throws<ArgumentException>(() => new NetworkSpec(shape, layers, views)).Message;
    }

    [Fact]
    public void ModelKeepsItsViews()
    {
        var ml = new MLContext(1);
        IDataView images = Shapes.Bytes(ml, Shapes.Images(60, 1));
        var options = new CnnOptions
        {
            MaximumEpochCount = 2,
            BatchSize = 16,
            WidthFactor = 0.25,
            Seed = 1,
            ThreadCount = 1,
            ValidationFraction = 0.2,
            TestTimeAugmentation = Six,
        };
        var fitted = ml.MulticlassClassification.Trainers.Cnn(options).Fit(images);
        Assert.Equal(6, fitted.Model.Network.Views.Count);
        ml.Model.Save(fitted, images.Schema, _folder.At("views.zip"));
        ITransformer loaded = ml.Model.Load(_folder.At("views.zip"), out _);
        float[] scores = Scores(fitted.Transform(images));
        Assert.Equal(scores, Scores(loaded.Transform(images)));
        var alone = options with { TestTimeAugmentation = new TestTimeAugmentation() };
        var plain = ml.MulticlassClassification.Trainers.Cnn(alone).Fit(images);
        Assert.Empty(plain.Model.Network.Views);
        Assert.NotEqual(scores, Scores(plain.Transform(images)));
        Assert.NotEqual(plain.Model.History.Epochs[0].ValidationLoss, fitted.Model.History.Epochs[0].ValidationLoss);
    }

    private static Dictionary<string, NetworkSpec> MakeNetworks()
    {
        LayerSpec[] image = [new ConvSpec(5, 3), new ActivationSpec(Activation.Relu), new FlattenSpec(), new LinearSpec(3)];
        LayerSpec[] signal = [new ConvSpec(6, 5), new ActivationSpec(Activation.Tanh), new GlobalPoolSpec(), new LinearSpec(2)];
        return new Dictionary<string, NetworkSpec>
        {
            ["image"] = new NetworkSpec([6, 7, 2], image, Six.Views(Grid.Of([6, 7, 2]))),
            ["grey image, far"] = new NetworkSpec([6, 7, 1], image, new TestTimeAugmentation { Shift = 5 }.Views(Grid.Of([6, 7, 1]))),
            ["signal"] = new NetworkSpec([15, 3], signal, new TestTimeAugmentation { Shift = 2 }.Views(Grid.Of([15, 3]))),
            ["layers that do nothing"] = new NetworkSpec(
                [4, 1], [new FlattenSpec(), new DropoutSpec(0.1)], new TestTimeAugmentation { Shift = 1 }.Views(Grid.Of([4, 1]))),
        };
    }

    private static float[] MoveRows(float[] x, Grid grid, TestTimeView view)
    {
        float[] moved = new float[x.Length];
        int width = grid.PixelCount * grid.Channels;
        for (int i = 0; i < x.Length; i++)
        {
            (int row, int place) = (i / width, i % width);
            (int y, int column, int c) = (place / grid.Channels / grid.Width, place / grid.Channels % grid.Width, place % grid.Channels);
            int fromY = Mirror(y + view.Dy, grid.Height);
            int fromX = Mirror(column + view.Dx, grid.Width);
            fromX = view.Flip ? grid.Width - 1 - fromX : fromX;
            moved[i] = x[row * width + (fromY * grid.Width + fromX) * grid.Channels + c];
        }

        return moved;
    }

    private static int Mirror(int place, int size) => place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place;

    private static float[] Score(NetworkSpec network, float[] tensors, float[] x, int rows)
    {
        float[] y = new float[rows * network.OutputWidth];
        ForwardPlan.Compile(network, tensors).Run(x, rows, y);
        return y;
    }

    private static float[] Scores(IDataView data) => [.. data.GetColumn<float[]>("Score").SelectMany(score => score)];
}
