using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Networks;

/// <summary>Trains one network of each family, and prints the bits of what it predicts: they must not depend on the process.</summary>
internal static class TrainAll
{
    public static void Run()
    {
        var ml = new MLContext();
        var trainers = ml.BinaryClassification.Trainers;
        var mlp = new MlpOptions { HiddenSizes = [8], Preset = MlpPreset.Plain, Dropout = 0.2, MaximumEpochCount = 4, BatchSize = 16, Seed = 4 };
        Print(ml, "Mlp", trainers.Mlp(mlp));
        Print(ml, "TabM", trainers.Mlp(mlp with { Preset = MlpPreset.TabM, MemberCount = 2 }));
        Print(ml, "RealMlp", trainers.Mlp(mlp with { Preset = MlpPreset.RealMlp }));
        Print(ml, "Cnn", trainers.Cnn(new CnnOptions
        {
            InputShape = InputShape.Signal(),
            Layers = [new ConvSpec(3, 2), new ActivationSpec(Activation.Relu), new FlattenSpec(), new LinearSpec(1)],
            MaximumEpochCount = 4,
            Seed = 4,
        }));
        Print(ml, "Lstm", trainers.Lstm(new LstmOptions { HiddenSize = 4, Dropout = 0.1, MaximumEpochCount = 4, Seed = 4 }));
        Print(ml, "Network", trainers.Network(new NetworkOptions
        {
            Layers = [new LinearSpec(6), new BatchNormSpec(), new ActivationSpec(Activation.Tanh), new DropoutSpec(0.2)],
            MaximumEpochCount = 4,
            Seed = 4,
        }));
        Print(ml, "Perceptron", trainers.Perceptron(new PerceptronOptions { MaximumEpochCount = 4, Seed = 4 }));
        Print(ml, "CrossValidationEnsemble", trainers.CrossValidationEnsemble(trainers.Mlp(mlp), foldCount: 2));
    }

    private static void Print(MLContext ml, string name, IEstimator<ITransformer> trainer)
    {
        var data = ml.Data.LoadFromEnumerable(TrainAndPrint.Rows());
        var scores = trainer.Fit(data).Transform(data).GetColumn<float>("Score");
        var bits = scores.Select(score => BitConverter.SingleToInt32Bits(score).ToString("x8", CultureInfo.InvariantCulture));
        Console.WriteLine($"{name} {string.Concat(bits)}");
    }
}
