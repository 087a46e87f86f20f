using System.Text.Json;
using Microsoft.ML.AutoML;
using Microsoft.ML.AutoML.CodeGen;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// Settings that are good on many data sets and different from each other, to be tried before a tuner knows anything
/// (<c>StudyOptions.Portfolio</c>); zero-shot, in the sense of arXiv:2003.06505's default presets.
/// </summary>
public static class Portfolio
{
    /// <summary>The settings known of each candidate, by the class of its options; the first is its default.</summary>
    private static readonly Dictionary<Type, object[]> Known = new()
    {
        [typeof(MlpSearchOptions)] =
        [
            new { },
            new { Preset = "RealMlp" },
            new { Preset = "TabM", TabMWidth = 256, TabMMemberCount = 16, TabMDropout = 0.2 },
            new { Preset = "TabM", TabMLayerCount = 3, TabMEmbedding = "PeriodicWithInput", LearningRateFactor = 0.5 },
            new { Preset = "Plain", PlainLayerCount = 3, PlainWidth1 = 256, PlainWidth2 = 256, PlainWidth3 = 128, PlainDropout = 0.3 },
            new { Preset = "ResNet" },
        ],
        [typeof(CnnSearchOptions)] =
            [new { }, new { Optimizer = "AdamW" }, new { WidthFactor = 1.5, EpochFactor = 1.5 }, new { Preset = "ResNet20" }],
        [typeof(LstmSearchOptions)] =
        [
            new { }, new { Cell = "Gru" }, new { Structure = "Own", HiddenSize = 128, Dropout = 0.3 },
            new { Structure = "Own", LayerCount = 2, HiddenSize = 64, Dropout = 0.2, ConvolutionCount = 1 },
        ],
        [typeof(NetworkSearchOptions)] = [new { }, new { LearningRateFactor = 3, EpochFactor = 2 }, new { WeightDecayFactor = 5 }],
        [typeof(PerceptronSearchOptions)] = [new { }, new { KeepsBest = true }, new { Rule = "Hebbian" }],
        [typeof(FastTreeOption)] =
        [
            new { NumberOfLeaves = 20, NumberOfTrees = 100, MinimumExampleCountPerLeaf = 10, LearningRate = 0.2, FeatureFraction = 1.0 },
            new { NumberOfLeaves = 24, NumberOfTrees = 300, MinimumExampleCountPerLeaf = 20, LearningRate = 0.05, FeatureFraction = 0.7 },
            new { NumberOfLeaves = 8, NumberOfTrees = 300, MinimumExampleCountPerLeaf = 10, LearningRate = 0.1, FeatureFraction = 0.7 },
        ],
        [typeof(FastForestOption)] =
        [
            new { NumberOfTrees = 100, NumberOfLeaves = 20, FeatureFraction = 1f },
            new { NumberOfTrees = 200, NumberOfLeaves = 128, FeatureFraction = 0.7f },
        ],
        [typeof(LbfgsOption)] =
            [new { L1Regularization = 1f, L2Regularization = 1f }, new { L1Regularization = 0.05f, L2Regularization = 0.05f }],
        [typeof(SdcaOption)] =
            [new { L1Regularization = 1e-3f, L2Regularization = 1e-3f }, new { L1Regularization = 0.04f, L2Regularization = 0.04f }],
    };

    /// <summary>
    /// The settings for the candidates of a pipeline that are known: first each candidate's default, then each one's second, and so on, the
    /// candidates in the order of the pipeline.
    /// </summary>
    /// <param name="pipeline">What is to be swept.</param>
    /// <param name="perCandidate">Settings of each candidate at most.</param>
    /// <returns>
    /// Settings that name what is special of them, within the pipeline's space; what they lack has its default. Of candidates of the user's
    /// own there are none, and of options that the user has taken out of the space nothing is said.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one setting is asked for.</exception>
    public static IReadOnlyList<Parameter> For(SweepablePipeline pipeline, int perCandidate = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(perCandidate, 1);
        var settings = new List<(int Round, Parameter Setting)>();
        var seen = new HashSet<string>();
        foreach (Parameter schema in ((ChoiceOption)pipeline.SearchSpace[PipelineSchema.Key]).Choices)
        {
            foreach (string key in PipelineSchema.EstimatorsOf(schema))
            {
                SearchSpace space = pipeline.Estimators[key].SearchSpace;
                if (!Known.TryGetValue(OptionsOf(space), out object[]? known) || !seen.Add(key))
                    continue;
                var usable = known.Select(options => Within(space, options)).OfType<Parameter>().Distinct(SameJson.Instance);
                settings.AddRange(usable.Take(perCandidate).Select((part, round) => (round, Whole(schema, key, part))));
            }
        }

        return [.. settings.OrderBy(setting => setting.Round).Select(setting => setting.Setting)];
    }

    private static Type OptionsOf(SearchSpace space) =>
        space.GetType() is { IsGenericType: true } type ? type.GenericTypeArguments[0] : typeof(object);

    private static Parameter Whole(Parameter schema, string key, Parameter part)
    {
        var whole = Parameter.CreateNestedParameter();
        whole[PipelineSchema.Key] = schema;
        whole[key] = part;
        return whole;
    }

    /// <summary>What the space has of the options; null when a value lies outside.</summary>
    private static Parameter? Within(SearchSpace space, object options)
    {
        var part = Parameter.CreateNestedParameter();
        foreach ((string name, Parameter value) in JsonSerializer.Deserialize<Parameter>(JsonSerializer.Serialize(options))!)
        {
            if (!space.TryGetValue(name, out OptionBase? option))
                continue;
            if (!Holds(option, value))
                return null;
            part[name] = value;
        }

        return part;
    }

    private static bool Holds(OptionBase option, Parameter value) => option switch
    {
        ChoiceOption choice => choice.Choices.Contains(value, SameJson.Instance),
        UniformNumericOption range => value.AsType<double>() is var number && number >= range.Min && number <= range.Max,
        _ => true,
    };

    private sealed class SameJson : IEqualityComparer<Parameter>
    {
        public static readonly SameJson Instance = new();

        public bool Equals(Parameter? x, Parameter? y) => JsonSerializer.Serialize(x) == JsonSerializer.Serialize(y);

        public int GetHashCode(Parameter obj) => JsonSerializer.Serialize(obj).GetHashCode(StringComparison.Ordinal);
    }
}
