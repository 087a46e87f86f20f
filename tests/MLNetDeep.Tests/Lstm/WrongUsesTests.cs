using Microsoft.ML;
using MLNetDeep.Networks;

namespace MLNetDeep.Tests.Lstm;

/// <summary>What users read when a recurrent network is not used as it is meant: whole messages.</summary>
public sealed class WrongUsesTests
{
    private static readonly LstmOptions Quick = new() { MaximumEpochCount = 1, HiddenSize = 4, Seed = 1, ThreadCount = 1 };

    private readonly MLContext _ml = new(1);

    [Fact]
    public void AllOptionsOutOfRangeAreListed()
    {
        var options = new LstmOptions
        {
            LayerCount = 0,
            HiddenSize = -1,
            Pooling = StepPool.Ends,
            Bidirectional = false,
            Dropout = 1,
            ConvolutionChannels = [0],
            ConvolutionKernel = 2,
            EmbeddingSize = 2,
            TokenDropout = -0.1,
            MinimumTokenCount = 0,
            TokenVectors = new Dictionary<string, float[]> { ["a"] = [1, 2, 3] },
            StepWidth = 0,
            MaximumSteps = 0,
            TruncationSteps = 0,
        };
        string message = Assert.Throws<ArgumentException>(() => _ml.BinaryClassification.Trainers.Lstm(options)).Message;
        Assert.Equal(
            """
            LstmOptions.LayerCount must be from 1 to 16, but was 0.
            LstmOptions.HiddenSize must be from 1 to 65536, but was -1.
            LstmOptions.Pooling must be another than Ends for one direction, but was Ends.
            LstmOptions.Dropout must be at least 0 and below 1, but was 1.
            LstmOptions.ConvolutionChannels must be a list of numbers of at least 1, but was [0].
            LstmOptions.ConvolutionKernel must be odd and at least 1, but was 2.
            LstmOptions.MinimumTokenCount must be at least 1, but was 0.
            LstmOptions.TokenDropout must be at least 0 and below 1, but was -0.1.
            LstmOptions.EmbeddingSize must be the length of the TokenVectors, 3, but was 2.
            LstmOptions.StepWidth must be at least 1, but was 0.
            LstmOptions.MaximumSteps must be at least 1, but was 0.
            LstmOptions.TruncationSteps must be at least 1, but was 0.
            """.ReplaceLineEndings(" "),
            message);
    }

    [Fact]
    public void StepsThatDoNotFit()
    {
        var fixedLength = Sequences.Adding(_ml, 20, 5, 1);
        Assert.Equal(
            "LstmOptions.StepWidth must divide the 10 values of column 'Features', but was 3.",
            Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.Lstm(Quick with { StepWidth = 3 }).Fit(fixedLength)).Message);
        var odd = _ml.Data.LoadFromEnumerable([
            new Sequences.Numbers { Features = [1, 2], Label = true }, new Sequences.Numbers { Features = [1, 2, 3] },
        ]);
        Assert.Equal(
            "Feature column 'Features' must be a whole number of steps of 2 values in every row, but was 3 values long in row 2.",
            Assert.Throws<InvalidOperationException>(() => _ml.BinaryClassification.Trainers.Lstm(Quick with { StepWidth = 2 }).Fit(odd)).Message);
    }

    [Fact]
    public void InfinityInARowOfAnyLength()
    {
        var data = _ml.Data.LoadFromEnumerable([
            new Sequences.Numbers { Features = [1, 2], Label = true }, new Sequences.Numbers { Features = [1, float.NegativeInfinity, 3] },
        ]);
        Assert.Equal(
            "Feature column 'Features' must be finite or NaN in every row, but was -infinity in row 2, slot 1.",
            Assert.Throws<InvalidOperationException>(() => _ml.BinaryClassification.Trainers.Lstm(Quick).Fit(data)).Message);
    }

    [Fact]
    public void OtherVocabularyIsScored()
    {
        var words = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("Features", "Words"));
        var data = Sequences.Sentences(_ml, 40, 1);
        var tokens = words.Fit(data).Transform(data);
        var model = _ml.BinaryClassification.Trainers.Lstm(Quick).Fit(tokens);
        var few = _ml.Data.LoadFromEnumerable([new Sequences.Sentence { Text = "tea" }]);
        Assert.Equal(
            "Schema mismatch for feature column 'Features': expected Vector<Key<UInt32, 0-9>>, got Vector<Key<UInt32, 0-0>> "
            + "(Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(words.Fit(few).Transform(few))).Message);
    }

    [Fact]
    public void VectorsWithoutTokens()
    {
        var vectors = new Dictionary<string, float[]> { ["unheard"] = [1, 2] };
        var words = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("Features", "Words"));
        var data = Sequences.Sentences(_ml, 40, 1);
        var tokens = words.Fit(data).Transform(data);
        Assert.Equal(
            "LstmOptions.TokenVectors must have a vector for some token of the training rows, but has none.",
            Assert.Throws<InvalidOperationException>(
                () => _ml.BinaryClassification.Trainers.Lstm(Quick with { TokenVectors = vectors }).Fit(tokens)).Message);
        Assert.Equal(
            "LstmOptions.TokenVectors must be null for a feature column that is no key with values.",
            Assert.Throws<InvalidOperationException>(() => _ml.Regression.Trainers.Lstm(
                Quick with { TokenVectors = vectors }).Fit(Sequences.Adding(_ml, 20, 5, 1))).Message);
    }
}
