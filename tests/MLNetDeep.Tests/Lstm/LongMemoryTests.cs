using Microsoft.ML;
using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Lstm;

/// <summary>
/// The adding problem over 60 steps (Hochreiter and Schmidhuber 1997, experiment 4): whoever forgets both numbers errs by 1/6, whoever
/// forgets the first by 1/12. Gated cells came to less than 0.0001 here, plain ones to 0.05.
/// </summary>
public sealed class LongMemoryTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData(RecurrentCell.Lstm, 6)]
    [InlineData(RecurrentCell.Gru, 5)]
    public void GatesRemember(RecurrentCell cell, int epochs) => Assert.InRange(Error(cell, epochs), 0, 0.005);

    [Fact]
    public void PlainCellsForget() => Assert.InRange(Error(RecurrentCell.Rnn, 6), 0.02, 0.3);

    private static double Error(RecurrentCell cell, int epochs)
    {
        var ml = new MLContext(1);
        var options = new LstmOptions
        {
            Cell = cell,
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
            ThreadCount = 1,
        };
        var model = ml.Regression.Trainers.Lstm(options).Fit(Sequences.Adding(ml, 4096, Steps, 1));
        return ml.Regression.Evaluate(model.Transform(Sequences.Adding(ml, 1000, Steps, 2))).MeanSquaredError;
    }
}
