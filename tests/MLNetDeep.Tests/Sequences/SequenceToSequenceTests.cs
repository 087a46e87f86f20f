using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Tests.Conformance;
using MLNetDeep.Conformance.Data;
using MLNetDeep.Tests.Numerics;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Sequences;

/// <summary>Sequences told from sequences and from vectors.</summary>
public sealed class SequenceToSequenceTests
{
    private readonly MLContext _ml = new(1);

    private static LstmOptions Small { get; } = new()
    {
        LabelColumnName = "Answer",
        FeatureColumnName = "Words",
        HiddenSize = 8,
        Dropout = 0,
        MaximumEpochCount = 2,
        LearningRate = 0.01,
        BatchSize = 32,
        Seed = 3,
    };

    public static TheoryData<string> Checks => [.. EstimatorChecks.All.Keys];

    public static TheoryData<string> Decoders => [.. Golden.Keys];

    private static Dictionary<string, JsonElement> Golden { get; } =
        GoldenFile.Read("sequence_decoder_golden.json").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!);

    [Theory]
    [MemberData(nameof(Checks))]
    public void It_conforms_as_other_estimators_do(string check) => EstimatorChecks.All[check](new EstimatorCase(
        "answers", ml => ml.SequenceToSequence.Trainers.Lstm(Small), () => SequenceTables.Rearranged(20, 1, Enumerable.Reverse), [],
        ["PredictedLabel", "Score"]));

    [Theory]
    [InlineData("reversed")]
    [InlineData("sorted")]
    public void Short_sequences_are_rearranged(string order)
    {
        IEnumerable<uint> Arrange(uint[] words) => order == "sorted" ? words.Order() : Enumerable.Reverse(words);
        var trainer = _ml.SequenceToSequence.Trainers.Lstm(Small with
        {
            Cell = order == "sorted" ? RecurrentCell.Gru : RecurrentCell.Lstm,
            HiddenSize = 24,
            MaximumEpochCount = 24,
            LearningRate = 0.02,
            ValidationFraction = 0.1,
        });
        var model = trainer.Fit(SequenceTables.Rearranged(800, 1, Arrange, longest: 4));
        var scored = model.Transform(SequenceTables.Rearranged(200, 2, Arrange, longest: 4));
        var metrics = _ml.SequenceToSequence.Evaluate(scored, "Answer");
        Assert.InRange(metrics.SequenceAccuracy, 0.951, 1);
        Assert.InRange(metrics.TokenAccuracy, metrics.SequenceAccuracy, 1);
        Assert.Equal(
            ["Loss", "SequenceAccuracy", "TokenAccuracy"],
            model.Model.History.Epochs[^1].ValidationMetrics.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(model.Model.History.Epochs[^1].ValidationMetrics["SequenceAccuracy"], 0.9, 1);
    }

    [Fact]
    public void Keys_are_told_from_a_vector_and_their_scores_are_probabilities()
    {
        var random = new Random(4);
        float[][] vectors = [.. Enumerable.Range(0, 300).Select(_ => new[] { random.Next(4), 10 + random.Next(3) + 0f })];
        // as often as the first number says, the word that the second tells; none at all for 0
        uint[][] answers = [.. vectors.Select(v => Enumerable.Repeat((uint)v[1] - 9, (int)v[0]).ToArray())];
        var data = new TestTable(TestColumn.Vector("Words", vectors, 2), SequenceTables.Keys("Answer", SequenceTables.Words, answers));
        var model = _ml.SequenceToSequence.Trainers.Lstm(
            Small with { Decoder = new DecoderOptions { ReadsVector = true }, MaximumEpochCount = 25 }).Fit(data);
        var scored = model.Transform(data);
        Assert.InRange(_ml.SequenceToSequence.Evaluate(scored, "Answer").SequenceAccuracy, 0.95, 1);
        var scores = SequenceTables.Vectors<float>(scored, "Score");
        Assert.Equal(SequenceTables.Vectors<uint>(scored, "PredictedLabel").Select(row => row.Length), scores.Select(row => row.Length));
        Assert.All(scores.SelectMany(row => row), score => Assert.InRange(score, 0.2f, 1));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(0.5, true)]
    public void Numbers_are_told_one_after_the_other(double teacherForcing, bool isVector)
    {
        var data = Numbers(300, 1);
        var trainer = _ml.SequenceToSequence.Trainers.Lstm(Small with
        {
            Decoder = new DecoderOptions
            {
                TeacherForcing = teacherForcing,
                TeacherForcingSchedule = isVector ? new CosineSchedule() : null,
                ReadsVector = isVector,
            },
            MaximumEpochCount = 30,
            HiddenSize = 16,
        });
        var model = trainer.Fit(data);
        var metrics = _ml.SequenceToSequence.EvaluateNumbers(model.Transform(Numbers(100, 2)), "Answer");
        Assert.Equal(4, metrics.PerTarget.Count);
        Assert.InRange(metrics.RSquared, 0.9, 1);
        Assert.Equal(model.Model.Tensors, trainer.Fit(data).Model.Tensors); // chance, too, is the seed's
        Assert.NotEqual(model.Model.Tensors, trainer.Fit(data, model.Model).Model.Tensors);
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Left_to_itself_a_decoder_does_as_in_PyTorch(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        var golden = Golden[name];
        var network = NetworkSpec.FromJson(golden.GetProperty("network").GetRawText());
        float[] input = Read(golden, "input");
        int rows = input.Length / network.InputWidth;
        float[] tensors = [.. network.Tensors.SelectMany(tensor => Read(golden.GetProperty("tensors"), tensor.Name))];
        var training = new TrainingNetwork(network, rows);
        training.Load(tensors);
        var x = torch.tensor(input).view(rows, network.InputWidth);
        float[] expected = Read(golden, "own");
        AssertClose(expected, training.Forward(x, Pass.Scoring, torch.tensor(Read(golden, "targets")).view(rows, -1)));
        int outputs = network.OutputShape[^1];
        for (int row = 0; row < rows && outputs > 1; row++) // behind the end is nothing
        {
            float[][] steps = [.. expected.AsSpan(row * network.OutputWidth, network.OutputWidth).ToArray().Chunk(outputs)];
            int end = Array.FindIndex(steps, step => step[0] == step.Max());
            for (int t = end + 1; end >= 0 && t < steps.Length; t++)
                Array.Fill(expected, float.NegativeInfinity, row * network.OutputWidth + t * outputs, outputs);
        }
        AssertClose(expected, training.Forward(x, Pass.Scoring));
        float[] scored = new float[expected.Length];
        ForwardPlan.Compile(network, tensors).Run(input, rows, scored);
        AssertClose(expected, torch.tensor(scored));
    }

    [Fact]
    public void Without_a_teacher_training_feeds_what_scoring_would()
    {
        using var scope = torch.NewDisposeScope();
        var network = new NetworkSpec([3], [new SequenceDecoderSpec(RecurrentCell.Gru, 5, 6, 4) { TeacherForcing = 0 }, new FlattenSpec()]);
        var training = new TrainingNetwork(network, 30);
        training.Load(new FitRandom(5).InitialTensors(network));
        var x = torch.tensor(Enumerable.Range(0, 90).Select(i => MathF.Sin(i) * 3).ToArray()).view(30, 3);
        var targets = torch.tensor(Enumerable.Range(0, 180).Select(i => (float)(i % 4)).ToArray()).view(30, 6);
        AssertClose(Values(training.Forward(x, Pass.Scoring, targets)), training.Forward(x, Pass.Training, targets));
    }

    [Fact]
    public void Rows_are_told_the_same_beside_longer_ones_and_teach_the_same()
    {
        var data = SequenceTables.Rearranged(40, 5, Enumerable.Reverse);
        var model = _ml.SequenceToSequence.Trainers.Lstm(Small).Fit(data);
        var together = SequenceTables.Vectors<float>(model.Transform(data), "Score");
        for (int row = 0; row < 40; row++)
            Assert.Equal(together[row], SequenceTables.Vectors<float>(model.Transform(data.Pick(row)), "Score")[0]);

        using var scope = torch.NewDisposeScope();
        int steps = model.Model.Head.TargetWidth;
        uint[][] words = [[1, 2, 3], [4]];
        float[] all = Gradients([0, 1]), first = Gradients([0]), second = Gradients([1]);
        for (int i = 0; i < all.Length; i++)
            Assert.Equal(((4 * first[i]) + (2 * second[i])) / 6, all[i], 1e-5f); // with their ends
        Assert.Contains(all, value => Math.Abs(value) > 1e-3);

        float[] Gradients(int[] rows)
        {
            var network = new TrainingNetwork(model.Model.Network, rows.Length);
            network.Load(model.Model.Tensors);
            int width = model.Model.Network.InputWidth;
            float[] x = [.. rows.SelectMany(row => Padded([.. words[row].Select(word => (float)word)], width, float.NegativeInfinity))];
            float[] y = [.. rows.SelectMany(row => Padded([.. words[row].Select(word => (float)word), 0], steps, -1))];
            var targets = torch.tensor(y).view(rows.Length, steps);
            var output = network.Forward(torch.tensor(x).view(rows.Length, width, 1), Pass.Training, targets);
            network.Backward(model.Model.Head.Loss(output, targets, null, 0));
            return network.Gradients.ToArray();
        }

        static IEnumerable<float> Padded(float[] values, int length, float rest) =>
            values.Concat(Enumerable.Repeat(rest, length - values.Length));
    }

    [Fact]
    public void Answers_are_no_longer_than_the_most_steps()
    {
        var data = SequenceTables.Rearranged(30, 5, words => words);
        var model = _ml.SequenceToSequence.Trainers.Lstm(Small with { Decoder = new DecoderOptions { MaximumSteps = 2 } }).Fit(data);
        Assert.Equal(3, model.Model.Head.TargetWidth); // and the end
        Assert.All(SequenceTables.Vectors<uint>(model.Transform(data), "PredictedLabel"), row => Assert.InRange(row.Length, 0, 2));
    }

    [Fact]
    public void Training_goes_on_from_a_model_examines_itself_and_streams()
    {
        var data = SequenceTables.Rearranged(300, 5, words => words, longest: 3);
        var longer = SequenceTables.Rearranged(50, 6, words => words, longest: 6); // cut, and so never right as a whole
        var trainer = _ml.SequenceToSequence.Trainers.Lstm(Small with { Diagnose = true, MaximumEpochCount = 6, LearningRate = 0.02 });
        var first = trainer.Fit(data, longer);
        Assert.Equal(50, first.Model.Training.Data.ValidationRowCount);
        double Right(DeepPredictionTransformer model) => _ml.SequenceToSequence.Evaluate(model.Transform(data), "Answer").TokenAccuracy;
        var again = trainer.Fit(data, first.Model);
        Assert.InRange(Right(again), Right(first) + 0.01, 1);

        var streamed = _ml.SequenceToSequence.Trainers.Lstm(
            Small with { MemoryBudget = 2048, MaximumEpochCount = 6, LearningRate = 0.02, ValidationFraction = 0.2 }).Fit(data);
        Assert.InRange(Right(streamed), 0.3, 1); // the most frequent word: 0.2
        var tags = _ml.SequenceLabeling.Trainers.Lstm(Small with { LabelColumnName = "Answer", MemoryBudget = 2048, MaximumEpochCount = 4 });
        Assert.InRange(_ml.SequenceLabeling.Evaluate(tags.Fit(data).Transform(data), "Answer").Accuracy, 0.9, 1);
    }

    [Fact]
    public void What_cannot_be_learned_is_refused()
    {
        Assert.Equal(
            "Label column 'Answer' must have no missing key, but has one in row 2. Filter such rows out first.",
            Assert.Throws<InvalidOperationException>(() => Fit(Small, [[1, 2], [1, 0]])).Message);
        Assert.Equal(
            "LstmOptions.Loss must be a loss of classes for label column 'Answer', but was HuberLoss.",
            Assert.Throws<ArgumentException>(() => Fit(Small with { Loss = new HuberLoss() }, [[1, 2], [1]])).Message);
        Assert.Equal(
            "Schema mismatch for label column 'Other': expected a vector of Key<UInt32> or Vector<Single>, got Single "
            + "(Parameter 'labelCol')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Fit(Small with { LabelColumnName = "Other" }, [[1]])).Message);

        var wrong = Small with { Decoder = new DecoderOptions { TeacherForcing = 2, EmbeddingSize = 0, MaximumSteps = 0, HiddenSize = 0 } };
        var error = Assert.Throws<ArgumentException>(() => _ml.SequenceToSequence.Trainers.Lstm(wrong)).Message;
        Assert.Contains("LstmOptions.Decoder.TeacherForcing must be from 0 to 1, but was 2.", error, StringComparison.Ordinal);
        Assert.Contains("LstmOptions.Decoder.EmbeddingSize must be at least 1, but was 0.", error, StringComparison.Ordinal);
        Assert.Contains("LstmOptions.Decoder.MaximumSteps must be at least 1, but was 0.", error, StringComparison.Ordinal);
        Assert.Contains("LstmOptions.Decoder.HiddenSize must be from 1 to 65536, but was 0.", error, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(
            () => _ml.Regression.Trainers.Lstm(Small with { Decoder = new DecoderOptions() })).Message;
        Assert.Contains("LstmOptions.Decoder must be null for regression, but was ", error, StringComparison.Ordinal);

        void Fit(LstmOptions options, uint[][] answers) => _ml.SequenceToSequence.Trainers.Lstm(options).Fit(new TestTable(
            SequenceTables.Keys("Words", SequenceTables.Words, [.. answers.Select(_ => new uint[] { 1, 2 })]),
            SequenceTables.Keys("Answer", SequenceTables.Words, answers), SequenceTables.Others(answers.Length)));
    }

    /// <summary>Four numbers in equal steps: the start and the step are given.</summary>
    private static TestTable Numbers(int count, int seed)
    {
        var random = new Random(seed);
        float[][] given = [.. Enumerable.Range(0, count).Select(_ => new[] { (float)random.NextDouble(), (float)random.NextDouble() })];
        float[][] told = [.. given.Select(row => Enumerable.Range(0, 4).Select(i => 50 + row[0] + (i * row[1])).ToArray())];
        return new TestTable(TestColumn.Vector("Words", given, 2), TestColumn.Vector("Answer", told, 4));
    }

    private static float[] Read(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];

    private static float[] Values(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.detach().contiguous().bytes).ToArray();

    private static void AssertClose(float[] expected, torch.Tensor actual)
    {
        float[] values = Values(actual);
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(expected[i] == values[i] || Math.Abs(expected[i] - values[i]) <= 1e-5, $"at {i}: {expected[i]} and {values[i]}");
    }
}
