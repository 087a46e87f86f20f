using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Training;

/// <summary>
/// Trains with a checkpoint every seven steps, going on from the one there is, and prints the bits of all weights and scores. At a
/// given step it says so and waits to be killed; 0 for none.
/// </summary>
internal static class TrainAndPrint
{
    public static void Run(string checkpoint, long waitAt)
    {
        var ml = new MLContext();
        var data = ml.Data.LoadFromEnumerable(Rows());
        var model = ml.BinaryClassification.Trainers.Mlp(new MlpOptions
        {
            HiddenSizes = [8],
            BatchNormalization = true,
            Dropout = 0.2,
            BatchSize = 16,
            MaximumEpochCount = 6,
            Seed = 4,
            ResumeFrom = checkpoint,
            Callbacks = [new Checkpointing(checkpoint) { EveryEpochs = null, EverySteps = 7 }, new WaitToBeKilled(waitAt)],
        }).Fit(data);
        Console.WriteLine($"resumed {WaitToBeKilled.FirstStep}");
        foreach (var score in model.Transform(data).GetColumn<float>("Score"))
            Console.WriteLine(BitConverter.SingleToInt32Bits(score).ToString("x8", CultureInfo.InvariantCulture));
        using var zip = File.Create(checkpoint + ".zip");
        ml.Model.Save(model, data.Schema, zip);
    }

    public static IEnumerable<Row> Rows()
    {
        var random = new Random(5);
        for (var i = 0; i < 120; i++)
        {
            float[] features = [.. Enumerable.Range(0, 3).Select(_ => (float)random.NextDouble())];
            yield return new Row { Features = features, Label = features[0] + features[1] > 1 };
        }
    }

    private sealed record WaitToBeKilled(long Step) : TrainingCallback
    {
        public static long FirstStep { get; private set; }

        public override TrainingObserver Start(FitContext fit) => new Observer(Step);

        private sealed class Observer(long step) : TrainingObserver
        {
            public override void OnFitBegin(FitContext fit) => FirstStep = fit.Step;

            public override void OnBatchEnd(FitContext fit)
            {
                if (fit.Step != step)
                    return;
                Console.WriteLine("waiting");
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
