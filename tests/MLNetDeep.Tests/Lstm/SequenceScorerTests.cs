using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Lstm;

public sealed class SequenceScorerTests
{
    private static readonly LstmOptions Forwards = new()
    {
        MaximumEpochCount = 1,
        HiddenSize = 10,
        Bidirectional = false,
        ConvolutionChannels = [],
        Pooling = StepPool.Last,
        Seed = 1,
        ThreadCount = 1,
    };

    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(RecurrentCell.Rnn, StepPool.Last)]
    [InlineData(RecurrentCell.Lstm, StepPool.Mean)]
    [InlineData(RecurrentCell.Gru, StepPool.Max)]
    public void EveryStepGivesTheScoreOfTheRowSoFar(RecurrentCell cell, StepPool pool)
    {
        var data = Sequences.Rising(_ml, 60, 1);
        var model = _ml.BinaryClassification.Trainers.Lstm(Forwards with { Cell = cell, Pooling = pool, LayerCount = 2, Dropout = 0.2 }).Fit(data);
        float[] steps = [.. _ml.Data.CreateEnumerable<Sequences.Numbers>(data, false).First().Features];
        var scorer = model.Model.CreateSequenceScorer();
        for (int i = 0; i < steps.Length; i++)
        {
            var soFar = _ml.Data.LoadFromEnumerable([new Sequences.Numbers { Features = steps[..(i + 1)] }]);
            Assert.Equal(model.Transform(soFar).GetColumn<float>("Score").Single(), scorer.Step(steps[i])[0], 1e-6f);
        }

        Assert.Equal(steps.Length, scorer.StepCount);
        float last = scorer.Scores[0];
        scorer.Reset();
        Assert.True(float.IsNaN(scorer.Scores[0]));
        foreach (float step in steps)
            scorer.Step(step);
        Assert.Equal(last, scorer.Scores[0]);
    }

    [Fact]
    public void StateGoesOnElsewhere()
    {
        var model = _ml.BinaryClassification.Trainers.Lstm(Forwards).Fit(Sequences.Rising(_ml, 60, 1)).Model;
        var first = model.CreateSequenceScorer();
        first.Step(1);
        first.Step(-2);
        using var state = new MemoryStream();
        first.Save(state);
        state.Position = 0;
        var second = model.CreateSequenceScorer();
        second.Load(state);
        Assert.Equal(2, second.StepCount);
        Assert.Equal(first.Scores.ToArray(), second.Scores.ToArray());
        Assert.Equal(first.Step(0.5f).ToArray(), second.Step(0.5f).ToArray());
    }

    [Fact]
    public void UnknownTokensAreLeftOutAndWordsAreScored()
    {
        var words = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("Features", "Words"));
        var data = Sequences.Sentences(_ml, 60, 1);
        var tokens = words.Fit(data).Transform(data);
        var model = _ml.BinaryClassification.Trainers.Lstm(Forwards with { EmbeddingSize = 4 }).Fit(tokens);
        var row = tokens.GetColumn<uint[]>("Features").First();
        var scorer = model.Model.CreateSequenceScorer();
        scorer.Step(0);
        Assert.Equal(0, scorer.StepCount);
        foreach (uint token in row)
        {
            scorer.Step(token);
            scorer.Step(0);
        }

        Assert.Equal(row.Length, scorer.StepCount);
        Assert.Equal(model.Transform(tokens).GetColumn<float>("Score").First(), scorer.Scores[0], 1e-6f);
    }

    [Fact]
    public void WrongUses()
    {
        var data = Sequences.Rising(_ml, 60, 1);
        Refused(
            "A sequence cannot be scored step by step by a network with Bidirectional Lstm 10.",
            Forwards with { Bidirectional = true, Pooling = StepPool.Ends });
        Refused("A sequence cannot be scored step by step by a network with Steps' attention.", Forwards with { Pooling = StepPool.Attention });
        Refused("A sequence cannot be scored step by step by a network with Conv 3, kernel 7.", Forwards with { ConvolutionChannels = [3] });
        var scorer = _ml.BinaryClassification.Trainers.Lstm(Forwards).Fit(data).Model.CreateSequenceScorer();
        Assert.Equal(
            "A step must have 1 numbers, but had 2. (Parameter 'step')", Assert.Throws<ArgumentException>(() => scorer.Step(1, 2).Length).Message);
        Assert.Equal(
            "A step must be finite or NaN, but had infinity. (Parameter 'step')",
            Assert.Throws<ArgumentException>(() => scorer.Step(float.PositiveInfinity).Length).Message);
        Assert.Equal(
            "The stream must hold the state of a sequence scorer, but ends within it.",
            Assert.Throws<FormatException>(() => scorer.Load(new MemoryStream([0x44, 0x53, 0x53, 0x31]))).Message);
        Assert.Equal(
            "The stream must hold the state of a sequence scorer, but does not.",
            Assert.Throws<FormatException>(() => scorer.Load(new MemoryStream(new byte[100]))).Message);

        void Refused(string message, LstmOptions options)
        {
            var model = _ml.BinaryClassification.Trainers.Lstm(options).Fit(data).Model;
            Assert.Equal(message, Assert.Throws<NotSupportedException>(model.CreateSequenceScorer).Message);
        }
    }
}
