using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Images;

// Clothes where Debian's dataset-fashion-mnist is installed, small handwritten digits otherwise or when asked for.
const string Fashion = "/usr/share/datasets/fashion-mnist/";
var ml = new MLContext(seed: 1);
using var folder = new SampleFolder("digits.csv");
var (train, test, options, side, white) = Directory.Exists(Fashion) && !args.Contains("digits") ? Clothes() : Digits();

var model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(train);
var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
Console.WriteLine($"Accuracy {metrics.MicroAccuracy:F3} of {test.GetColumn<uint>("Label").Count():N0} images");
ml.Model.Save(model, train.Schema, "images.zip"); // ml.Model.Load reads it anywhere, without libtorch

// Where the network looked: each image, and the places that spoke for its class laid over it.
var looked = ml.Transforms.Conversion.ConvertType("Pixels", "Features", DataKind.Single)
    .Append(ml.Transforms.GradCam("Heat", model)).Fit(test).Transform(test);
var (pictures, hot, ink, pixelCount) = (new List<Image>(), 0, 0, 0);
foreach (var (pixels, heat) in looked.GetColumn<float[]>("Pixels").Zip(looked.GetColumn<float[]>("Heat")))
{
    var hottest = Enumerable.Range(0, pixels.Length).OrderByDescending(place => heat[place]).Take(pixels.Length / 10).ToArray();
    (hot, pixelCount) = (hot + hottest.Count(place => pixels[place] > 0.2 * white), pixelCount + hottest.Length);
    ink += pixels.Count(pixel => pixel > 0.2 * white);
    if (pictures.Count >= 24)
        continue;
    var image = Image.FromPlanar(side, side, 1, [.. pixels.Select(pixel => (byte)(255 * pixel / white))]);
    var overlay = HeatMap.Overlay(image, heat, side, side);
    pictures.AddRange([image.Zoom(overlay.Width / side).WithChannels(3), overlay]);
}

var picture = Path.Combine(AppContext.BaseDirectory, "looked-at.png");
ImageGrid.Draw(pictures, new ImageGridOptions { ColumnCount = 6 }).WritePng(picture);
var (onInk, ofAll) = ((double)hot / pixelCount, ink / 10.0 / pixelCount);
Console.WriteLine($"{onInk:P0} of the hottest tenth lies on ink, {ofAll:P0} of all pixels do: {Path.GetFileName(picture)}");

// 60,000 images of 28 x 28 bytes; two passes take a minute or two, the default's twelve are 2 points better.
(IDataView Train, IDataView Test, CnnOptions Options, int Side, int White) Clothes() => (
    ml.Data.LoadFromIdx(Fashion + "train-images-idx3-ubyte.gz", Fashion + "train-labels-idx1-ubyte.gz"),
    ml.Data.LoadFromIdx(Fashion + "t10k-images-idx3-ubyte.gz", Fashion + "t10k-labels-idx1-ubyte.gz"),
    new CnnOptions { MaximumEpochCount = 2 }, 28, 255);

// 1,797 images of 8 x 8 pixels in a table: a vector alone does not say that it is an image.
(IDataView Train, IDataView Test, CnnOptions Options, int Side, int White) Digits()
{
    var file = new TextLoader.Options { HasHeader = true, Separators = [','] };
    file.Columns = [new("Digit", DataKind.Int32, 0), new("Features", DataKind.Single, 1, 64)];
    var rows = ml.Data.LoadFromTextFile("digits.csv", file);
    var split = ml.Data.TrainTestSplit(ml.Transforms.Conversion.MapValueToKey("Label", "Digit").Fit(rows).Transform(rows), 0.2, seed: 1);
    return (split.TrainSet, split.TestSet, new CnnOptions { InputShape = InputShape.Image(1, 8, 8), MaximumEpochCount = 12 }, 8, 16);
}
