using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Lstm;

public sealed class LstmTrainerTests
{
    private static readonly LstmOptions Quick = new() { MaximumEpochCount = 8, HiddenSize = 8, Seed = 1, ThreadCount = 1 };

    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(RecurrentCell.Rnn)]
    [InlineData(RecurrentCell.Lstm)]
    [InlineData(RecurrentCell.Gru)]
    public void LearnsRowsOfSeveralLengths(RecurrentCell cell)
    {
        var model = _ml.BinaryClassification.Trainers.Lstm(Quick with { Cell = cell }).Fit(Sequences.Rising(_ml, 400, 1));
        var metrics = _ml.BinaryClassification.Evaluate(model.Transform(Sequences.Rising(_ml, 200, 2)));
        Assert.True(metrics.Accuracy > 0.95, $"accuracy {metrics.Accuracy}");
    }

    [Theory]
    [InlineData(StepPool.Last)]
    [InlineData(StepPool.Ends)]
    [InlineData(StepPool.Mean)]
    [InlineData(StepPool.Max)]
    [InlineData(StepPool.Attention)]
    public void PaddingChangesNothing(StepPool pool)
    {
        var options = Quick with
        {
            MaximumEpochCount = 1,
            LayerCount = 2,
            Pooling = pool,
            ConvolutionChannels = [5],
            Bidirectional = pool != StepPool.Last,
        };
        var model = _ml.BinaryClassification.Trainers.Lstm(options).Fit(Sequences.Rising(_ml, 60, 1));
        var rows = _ml.Data.CreateEnumerable<Sequences.Numbers>(Sequences.Rising(_ml, 40, 3, longest: 9), reuseRowObject: false).ToArray();
        float[] together = Scores(model.Transform(_ml.Data.LoadFromEnumerable(rows)));
        for (int i = 0; i < rows.Length; i++)
            Assert.Equal(together[i], Scores(model.Transform(_ml.Data.LoadFromEnumerable([rows[i]])))[0]);

        // A network for rows as long as this one, with the same numbers: no padding at all.
        var network = model.Model.Network;
        int length = rows[0].Features.Length;
        var input = (SequenceInputSpec)network.Layers[0];
        var whole = new NetworkSpec([length], [input with { Steps = length }, .. network.Layers.Skip(1)]);
        var alone = new DeepModel(whole, model.Model.Tensors, model.Model.Head, model.Model.Training);
        float[] score = new float[1];
        alone.Score(rows[0].Features, 1, score);
        Assert.Equal(together[0], score[0], 1e-5f);
    }

    [Fact]
    public void WordsAreTokens()
    {
        var pipeline = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Features", "Words"))
            .Append(_ml.BinaryClassification.Trainers.Lstm(Quick with { MaximumEpochCount = 12, LearningRate = 0.01, EmbeddingSize = 6 }));
        var model = pipeline.Fit(Sequences.Sentences(_ml, 400, 1));
        var metrics = _ml.BinaryClassification.Evaluate(model.Transform(Sequences.Sentences(_ml, 200, 2)));
        Assert.True(metrics.Accuracy > 0.95, $"accuracy {metrics.Accuracy}");

        using var file = new MemoryStream();
        _ml.Model.Save(model, Sequences.Sentences(_ml, 1, 1).Schema, file);
        file.Position = 0;
        var loaded = _ml.Model.Load(file, out _);
        var fresh = Sequences.Sentences(_ml, 50, 3);
        Assert.Equal(Scores(model.Transform(fresh)), Scores(loaded.Transform(fresh)));

        // Words that were never seen are left out.
        var engine = _ml.Model.CreatePredictionEngine<Sequences.Sentence, Answer>(loaded);
        float plain = engine.Predict(new() { Text = "the tea was good" }).Score;
        Assert.Equal(plain, engine.Predict(new() { Text = "the odd tea was exceedingly good" }).Score);
        Assert.True(float.IsFinite(engine.Predict(new() { Text = "" }).Score));
    }

    [Fact]
    public void CharactersAreTokens()
    {
        var pipeline = _ml.Transforms.Text.TokenizeIntoCharactersAsKeys("Features", "Text", useMarkerCharacters: false)
            .Append(_ml.BinaryClassification.Trainers.Lstm(
                Quick with { MaximumEpochCount = 6, MinimumTokenCount = 1, TokenDropout = 0, ConvolutionChannels = [16], LearningRate = 0.01 }));
        var model = pipeline.Fit(Sequences.Sentences(_ml, 400, 1));
        var metrics = _ml.BinaryClassification.Evaluate(model.Transform(Sequences.Sentences(_ml, 200, 2)));
        Assert.True(metrics.Accuracy > 0.8, $"accuracy {metrics.Accuracy}");
    }

    [Fact]
    public void TokensStartWithGivenVectors()
    {
        var vectors = new Dictionary<string, float[]> { ["good"] = [1, 2, 3], ["tea"] = [4, 5, 6], ["absent"] = [7, 8, 9] };
        var options = Quick with { MaximumEpochCount = 1, TokenVectors = vectors, FreezesTokenVectors = true };
        var words = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("Features", "Words"));
        var data = Sequences.Sentences(_ml, 60, 1);
        var tokens = words.Fit(data).Transform(data);
        var model = _ml.BinaryClassification.Trainers.Lstm(options).Fit(tokens).Model;
        VBuffer<ReadOnlyMemory<char>> names = default;
        tokens.Schema["Features"].GetKeyValues(ref names);
        float[] weight = model.GetTensor("2.weight"), index = model.GetTensor("0.index");
        foreach (var (word, at) in names.DenseValues().Select((name, i) => (name.ToString(), (int)index[i])))
        {
            if (vectors.TryGetValue(word, out float[]? vector))
                Assert.Equal(vector, weight[(3 * at)..(3 * at + 3)]);
        }
    }

    [Fact]
    public void LongRowsAreCut()
    {
        var rows = new[] { new Sequences.Numbers { Features = [1, 2, 3, 4, 5] }, new() { Features = [4, 5], Label = true } };
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(rows, 20).SelectMany(pair => pair));
        var options = Quick with { MaximumEpochCount = 1, MaximumSteps = 2 };
        float[] ends = Scores(_ml.BinaryClassification.Trainers.Lstm(options with { KeepsEnd = true }).Fit(data).Transform(data));
        Assert.Equal(ends[0], ends[1]);
        float[] starts = Scores(_ml.BinaryClassification.Trainers.Lstm(options).Fit(data).Transform(data));
        Assert.NotEqual(starts[0], starts[1]);
    }

    [Fact]
    public void ThreadsChangeNothingButTheLastDigits()
    {
        var data = Sequences.Adding(_ml, 64, 10, 1);
        float[] Fit(int threads) => _ml.Regression.Trainers.Lstm(
            Quick with { ThreadCount = threads, MaximumEpochCount = 1, BatchSize = 64 }).Fit(data).Model.Tensors;
        Assert.Equal(Fit(1).Select(value => MathF.Round(value, 4)), Fit(3).Select(value => MathF.Round(value, 4)));
    }

    private static float[] Scores(IDataView data) => [.. data.GetColumn<float>("Score")];

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
