using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Sequences;

namespace MLNetDeep.Tests.Onnx;

/// <summary>Models of sequences: numbers and tokens, of one length and of several, and what is told of each step.</summary>
internal static class OnnxSequenceModels
{
    /// <summary>Numbers of a step.</summary>
    public const int StepWidth = 2;

    private const int Steps = 9;

    private static readonly LstmOptions Tiny = new()
    {
        HiddenSize = 6,
        MaximumEpochCount = 2,
        BatchSize = 16,
        Seed = 1,
        ThreadCount = 1,
        Diagnose = false,
    };

    public static Dictionary<string, Func<OnnxModel>> All { get; } = Make();

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Value { get; set; }

        [VectorType(4)]
        public float[] Next { get; set; } = [];
    }

    private static Dictionary<string, Func<OnnxModel>> Make()
    {
        Dictionary<string, Func<OnnxModel>> models = [];
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            foreach (bool isVariable in new[] { false, true })
            {
                string lengths = isVariable ? "several lengths" : "one length";
                LstmOptions options = Tiny with { Cell = cell, StepWidth = StepWidth };
                models.Add($"{cell}, {lengths}, binary", () => Numbers(ml => ml.BinaryClassification.Trainers.Lstm(options), isVariable));
                models.Add($"{cell}, {lengths}, regression", () => Numbers(
                    ml => ml.Regression.Trainers.Lstm(options with
                    {
                        LabelColumnName = "Value",
                        LayerCount = 2,
                        Bidirectional = true,
                        Pooling = StepPool.Attention,
                    }),
                    isVariable));
            }

            models.Add($"{cell}, a class for each token", () => Tokens(cell, isDecoder: false));
            models.Add($"{cell}, tokens to tokens", () => Tokens(cell, isDecoder: true));
            LstmOptions next = Tiny with { Cell = cell, StepWidth = StepWidth, LabelColumnName = "Next" };
            models.Add($"{cell}, numbers to numbers", () => Numbers(ml => ml.SequenceToSequence.Trainers.Lstm(next), true));
        }

        foreach (var pooling in Enum.GetValues<StepPool>())
        {
            models.Add($"pool {pooling} behind convolutions", () => Numbers(
                ml => ml.BinaryClassification.Trainers.Lstm(Tiny with
                {
                    StepWidth = StepWidth,
                    Pooling = pooling,
                    ConvolutionChannels = [5],
                    ConvolutionKernel = 3,
                }),
                isVariable: true));
        }

        models.Add("tokens, binary", () => TokenClasses());
        return models;
    }

    private static OnnxModel Numbers(Func<MLContext, IEstimator<ITransformer>> make, bool isVariable)
    {
        var ml = new MLContext(1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = isVariable
            ? new VectorDataViewType(NumberDataViewType.Single)
            : new VectorDataViewType(NumberDataViewType.Single, Steps * StepWidth);
        var model = make(ml).Fit(ml.Data.LoadFromEnumerable(Rows(40, 7, isVariable), schema));
        return new OnnxModel(model, ml.Data.LoadFromEnumerable(Rows(25, 8, isVariable), schema));
    }

    private static OnnxModel Tokens(RecurrentCell cell, bool isDecoder)
    {
        var ml = new MLContext(1);
        LstmOptions options = Tiny with { Cell = cell, FeatureColumnName = "Words", LabelColumnName = isDecoder ? "Answer" : "Tags" };
        IDataView Data(int count, int seed) =>
            isDecoder ? SequenceTables.Rearranged(count, seed, row => row.Reverse()) : SequenceTables.Tagged(count, seed);
        IEstimator<ITransformer> trainer =
            isDecoder ? ml.SequenceToSequence.Trainers.Lstm(options) : ml.SequenceLabeling.Trainers.Lstm(options);
        return new OnnxModel(trainer.Fit(Data(60, 9)), Data(25, 10));
    }

    private static OnnxModel TokenClasses()
    {
        var ml = new MLContext(1);
        LstmOptions options = Tiny with { FeatureColumnName = "Words", LabelColumnName = "Other", MinimumTokenCount = 1 };
        return new OnnxModel(ml.Regression.Trainers.Lstm(options).Fit(SequenceTables.Tagged(60, 11)), SequenceTables.Tagged(25, 12));
    }

    private static Row[] Rows(int count, int seed, bool isVariable)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            int steps = isVariable && row > 0 ? random.Next(1, Steps + 1) : Steps;
            float[] features = [.. Enumerable.Range(0, steps * StepWidth).Select(_ => random.NextSingle() * 3)];
            if (row % 4 == 2)
                features[random.Next(features.Length)] = float.NaN;
            float[] next = [.. Enumerable.Range(1, 4).Select(step => step * (row % 5f))];
            return new Row { Features = features, Label = row % 2 == 0, Value = row % 5, Next = next };
        })];
    }
}
