using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Explanations;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Cnn;
using MLNetDeep.Tests.Numerics;

namespace MLNetDeep.Tests.Explanations;

public sealed class ClassMapTests
{
    private static readonly JsonElement Golden = GoldenFile.Read("grad_cam_golden.json");

    /// <summary>A network for shapes, so that there are records and heads to make others with.</summary>
    private static readonly Lazy<DeepModel> Fitted = new(() =>
    {
        var ml = new MLContext(1);
        var options = new CnnOptions { Layers = Layers(GlobalPool.Max), MaximumEpochCount = 1, Seed = 1, ThreadCount = 1 };
        return ml.MulticlassClassification.Trainers.Cnn(options).Fit(
            Shapes.Bytes(ml, Shapes.Images(40, 1).Where(image => image.Name != "/"))).Model;
    });

    public static TheoryData<string> Names { get; } = [.. Golden.GetProperty("maps").EnumerateObject().Select(map => map.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void MapsAreThoseOfPyTorch(string name)
    {
        string[] words = name.Split(' ');
        var options = new GradCamOptions { LayerName = words[1], Method = Enum.Parse<GradCamMethod>(words[2]), IsNormalized = false };
        DeepModel model = Model(Enum.Parse<GlobalPool>(words[0]));
        Assert.IsType(words[1] == "5" ? typeof(LinearTailMap) : typeof(GradientMap), ClassMap.Of(model, options));
        float[][] maps = Maps(model, options);
        foreach ((int row, JsonElement map) in Golden.GetProperty("maps").GetProperty(name).EnumerateArray().Index())
            Assert.Equal(GoldenFile.Numbers(map), maps[row], (a, b) => Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a)));
    }

    [Theory]
    [InlineData(GlobalPool.Average)]
    [InlineData(GlobalPool.Max)]
    public void ManagedMapsAreLibtorchs(GlobalPool pool)
    {
        DeepModel model = Model(pool);
        foreach (GradCamMethod method in Enum.GetValues<GradCamMethod>())
        {
            var options = new GradCamOptions { LayerName = "5", Method = method };
            ClassMap managed = ClassMap.Of(model, options);
            var native = new GradientMap(model, options, managed.Layer);
            foreach (JsonElement row in Golden.GetProperty("rows").EnumerateArray())
            {
                var (first, second) = (new float[12], new float[12]);
                managed.Compute(GoldenFile.Numbers(row), first);
                native.Compute(GoldenFile.Numbers(row), second);
                Assert.Equal(second, first, (a, b) => Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a)));
            }
        }
    }

    [Fact]
    public void AverageMapsAreTheWeightsOfTheClass()
    {
        DeepModel model = Model(GlobalPool.Average);
        var (network, tensors) = NetworkParts.Until(model.Network, model.Tensors, "5");
        float[] features = new float[network.OutputWidth];
        float[] row = GoldenFile.Numbers(Golden.GetProperty("rows")[0]);
        ForwardPlan.Compile(network, tensors).Run(row, 1, features);
        float[] weights = GoldenFile.Numbers(Golden.GetProperty("tensors").GetProperty("7.weight"))[8..12];
        float[] map = new float[12];
        ClassMap.Of(model, new GradCamOptions { LayerName = "5", ClassIndex = 2, Method = GradCamMethod.GradCam }).Compute(row, map);
        for (int place = 0; place < 12; place++)
        {
            float sum = Enumerable.Range(0, 4).Sum(c => weights[c] * features[place * 4 + c]);
            Assert.Equal(Math.Max(0, sum) / 12, map[place], 1e-6f);
        }
    }

    [Fact]
    public void NormalizedMapsGoToOneOrAreNothing()
    {
        DeepModel model = Model(GlobalPool.Max);
        float[][] raw = Maps(model, new GradCamOptions { LayerName = "2", ClassIndex = 0, IsNormalized = false });
        float[][] maps = Maps(model, new GradCamOptions { LayerName = "2", ClassIndex = 0 });
        foreach ((float[] map, float[] its) in maps.Zip(raw))
        {
            float largest = its.Max();
            Assert.Equal(its.Select(value => largest > 0 ? value / largest : 0), map, (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }

    [Fact]
    public void ABinaryTaskHasTwoSides()
    {
        var ml = new MLContext(1);
        var images = Shapes.Images(200, 3).Where(image => image.Name is "-" or "|").ToArray();
        var data = ml.Data.LoadFromEnumerable(images.Select(image => new Lying { Features = image.Features, Label = image.Name == "-" }));
        var options = new CnnOptions { Layers = Layers(GlobalPool.Max), MaximumEpochCount = 20, Seed = 1, ThreadCount = 1, BatchSize = 16 };
        var model = ml.BinaryClassification.Trainers.Cnn(options).Fit(data);
        float[][] Maps(int? side) => [.. ml.Transforms.GradCam(
                "Map", model, new GradCamOptions { ClassIndex = side, LayerName = "5", Method = GradCamMethod.GradCam, IsNormalized = false })
            .Fit(data).Transform(data).GetColumn<float[]>("Map")];
        bool[] predicted = [.. model.Transform(data).GetColumn<bool>("PredictedLabel")];
        var (of, no, yes) = (Maps(null), Maps(0), Maps(1));
        Assert.Contains(true, predicted);
        Assert.Contains(false, predicted);
        for (int row = 0; row < of.Length; row++)
            Assert.Equal(predicted[row] ? yes[row] : no[row], of[row]);
        Assert.Contains(Enumerable.Range(0, of.Length), row => !yes[row].SequenceEqual(no[row]));
    }

    [Fact]
    public void TheHottestPlacesLieOnTheShape()
    {
        var ml = new MLContext(1);
        var options = new CnnOptions { MaximumEpochCount = 8, BatchSize = 32, WidthFactor = 0.25, Seed = 1, ThreadCount = 1 };
        var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(Shapes.Bytes(ml, Shapes.Images(400, 1)));
        var test = Shapes.Images(60, 2);
        var maps = ml.Transforms.GradCam("Map", model).Fit(Shapes.Bytes(ml, test)).Transform(Shapes.Bytes(ml, test)).GetColumn<float[]>("Map");
        double share = maps.Zip(test).Average(pair => Enumerable.Range(0, 144).OrderByDescending(i => pair.First[i]).Take(6)
            .Count(i => pair.Second.Features[i] >= 200) / 6.0);
        // A stroke is 6 of 144 pixels, 4 %.
        Assert.True(share > 0.2, $"{share:P0} of the hottest places lie on strokes");
    }

    [Fact]
    public void SignalsHaveMapsOfTheirLength()
    {
        var ml = new MLContext(1);
        var random = new Random(1);
        var rows = Enumerable.Range(0, 60).Select(i => new Wave
        {
            Features = [.. Enumerable.Range(0, 40).Select(step => (float)(random.NextDouble() + (step == 20 && i % 2 == 0 ? 3 : 0)))],
            Label = i % 2 == 0,
        }).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        var model = ml.BinaryClassification.Trainers.Cnn(new CnnOptions
        {
            MaximumEpochCount = 3,
            Seed = 1,
            ThreadCount = 1,
            InputShape = InputShape.Signal(),
            BatchSize = 16,
            Layers = [new ConvSpec(4, 3) { Padding = Padding.Same }, new ActivationSpec(Activation.Relu), new GlobalPoolSpec()],
        }).Fit(data);
        var view = ml.Transforms.GradCam("Map", model).Fit(data).Transform(data);
        Assert.Equal([40], ((VectorDataViewType)view.Schema["Map"].Type).Dimensions.ToArray());
        Assert.All(view.GetColumn<float[]>("Map"), map => Assert.All(map, value => Assert.InRange(value, 0, 1)));
    }

    [Fact]
    public void StretchingIsBilinearBetweenTheMiddles()
    {
        float[] wide = new float[8];
        MapSize.Stretch([0, 4, 0, 4], 2, 2, wide, 2, 4);
        Assert.Equal([0f, 1, 3, 4, 0, 1, 3, 4], wide); // F.interpolate(torch.tensor([[[[0., 4], [0, 4]]]]), size=(2, 4), mode="bilinear")
    }

    [Fact]
    public void WrongUsesAreRefused()
    {
        var ml = new MLContext(1);
        var model = Fitted.Value;
        AssertRefused(
            "GradCamOptions.LayerName must be a layer that puts out an image or a signal (1, 2, 3, 4, 4.branch0.0, 5), but was '6'.",
            () => ml.Transforms.GradCam("Map", model, new GradCamOptions { LayerName = "6" }));
        AssertRefused(
            "GradCamOptions.ClassIndex must be from 0 to 2 for this model, but was 3.",
            () => ml.Transforms.GradCam("Map", model, new GradCamOptions { ClassIndex = 3 }));
        AssertRefused(
            "GradCamOptions.Method must be one of the methods, but was 9.",
            () => ml.Transforms.GradCam("Map", model, new GradCamOptions { Method = (GradCamMethod)9 }));
        var data = Shapes.Floats(ml, Shapes.Images(20, 1));
        var trainers = ml.MulticlassClassification.Trainers;
        var small = new MlpOptions { Preset = MlpPreset.Plain, HiddenSizes = [4], MaximumEpochCount = 1, Seed = 1 };
        AssertRefused(
            "GradCam.Model must be a network for images or signals, which starts with ChannelNormalization, but it starts with "
            + "InputNormalization.",
            () => ml.Transforms.GradCam("Map", trainers.Mlp(small).Fit(data)));
        AssertRefused(
            "GradCam.Model must be a single network, but was an ensemble of 20.",
            () => ml.Transforms.GradCam("Map", trainers.CrossValidationEnsemble(trainers.Mlp(small), foldCount: 2, repeatCount: 1, seed: 1).Fit(data)));
    }

    private static System.Collections.Immutable.ImmutableArray<LayerSpec> Layers(GlobalPool pool) =>
    [
        new ConvSpec(4, 3) { Padding = Padding.Same },
        new ActivationSpec(Activation.Relu),
        new MaxPoolSpec(2),
        ParallelSpec.Residual(new ConvSpec(4, 3) { Padding = Padding.Same }),
        new ActivationSpec(Activation.Relu),
        new GlobalPoolSpec(pool),
    ];

    /// <summary>The network of the golden numbers: two channels of 8 x 6 pixels, three classes.</summary>
    private static DeepModel Model(GlobalPool pool)
    {
        var network = new NetworkSpec(
            [96], [new ChannelNormalizationSpec(InputShape.Image(2, 8, 6)), .. Layers(pool), new LinearSpec(3)]);
        float[] tensors =
        [
            0, 0, 1, 1,
            .. network.Tensors.Skip(2).SelectMany(tensor => GoldenFile.Numbers(Golden.GetProperty("tensors").GetProperty(tensor.Name))),
        ];
        return new DeepModel(network, tensors, Fitted.Value.Head, Fitted.Value.Training);
    }

    private static float[][] Maps(DeepModel model, GradCamOptions options)
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(
            Golden.GetProperty("rows").EnumerateArray().Select(row => new Row { Features = GoldenFile.Numbers(row) }));
        var view = ml.Transforms.GradCam("Map", model, options).Fit(data).Transform(data);
        Assert.Equal([8, 6], ((VectorDataViewType)view.Schema["Map"].Type).Dimensions.ToArray());
        return [.. view.GetColumn<float[]>("Map")];
    }

    private static void AssertRefused(string message, Action act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);

    public sealed class Row
    {
        [VectorType(96)]
        public float[] Features { get; set; } = [];
    }

    public sealed class Lying
    {
        [VectorType(1, Shapes.Size, Shapes.Size)]
        public byte[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    public sealed class Wave
    {
        [VectorType(40)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
