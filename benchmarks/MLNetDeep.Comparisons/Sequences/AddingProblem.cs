using System.Diagnostics;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparisons.Images;
using MLNetDeep.Networks;

namespace MLNetDeep.Comparisons.Sequences;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997): the sum of the two numbers of a sequence that are marked, one in each half.
/// Guessing their mean leaves an error of 1/6.
/// </summary>
internal static class AddingProblem
{
    public static void Run(StringBuilder report, int steps)
    {
        ImagesCommand.Write(report, $"## Adding problem, {steps} steps, 4,096 sequences, one layer of 32, state after the last step");
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "| cell | epochs | mean squared error (0.167 without memory) | seconds |");
        ImagesCommand.Write(report, "|---|---|---|---|");
        foreach (RecurrentCell cell in new[] { RecurrentCell.Lstm, RecurrentCell.Gru, RecurrentCell.Rnn })
        {
            var clock = Stopwatch.StartNew();
            int epochs = cell == RecurrentCell.Lstm && steps < 100 ? 6 : 8;
            double error = Fit(cell, steps, epochs);
            ImagesCommand.Write(report, $"| {cell} | {epochs} | {error:F4} | {clock.Elapsed.TotalSeconds:F0} |");
        }

        ImagesCommand.Write(report, "");
    }

    private static double Fit(RecurrentCell cell, int steps, int epochs)
    {
        var ml = new MLContext(seed: 1);
        var options = new LstmOptions
        {
            Cell = cell,
            StepWidth = 2,
            HiddenSize = 32,
            Bidirectional = false,
            ConvolutionChannels = [],
            Pooling = StepPool.Last,
            RecurrentInitialization = cell == RecurrentCell.Rnn ? WeightInitialization.FanInUniform : WeightInitialization.Orthogonal,
            BatchSize = 32,
            LearningRate = 1e-2,
            WeightDecay = 0,
            MaximumEpochCount = epochs,
            Seed = 1,
        };
        var model = ml.Regression.Trainers.Lstm(options).Fit(Data(ml, 4096, steps, seed: 1));
        return ml.Regression.Evaluate(model.Transform(Data(ml, 1000, steps, seed: 2))).MeanSquaredError;
    }

    private static IDataView Data(MLContext ml, int count, int steps, int seed)
    {
        var random = new Random(seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2 * steps);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ => Draw(random, steps)).ToArray(), schema);
    }

    private static Row Draw(Random random, int steps)
    {
        float[] features = new float[2 * steps];
        for (int t = 0; t < steps; t++)
            features[2 * t] = random.NextSingle();
        (int first, int second) = (random.Next(steps / 2), random.Next(steps / 2, steps));
        features[2 * first + 1] = features[2 * second + 1] = 1;
        return new Row { Features = features, Label = features[2 * first] + features[2 * second] };
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
