using System.Collections.Immutable;

namespace MLNetDeep.Cli.Commands;

/// <summary>Which data, and what to learn from them.</summary>
internal sealed record DataSettings(string Data, string Label, string? Task, IReadOnlyCollection<string> Ignored);

/// <summary>What the network is told; null leaves the trainer's default.</summary>
internal sealed record NetworkSettings(int Seed, int? Epochs, int[]? Hidden, double? LearningRate, string? Preset, string? Metric)
{
    public const int LargestLayer = 65_536;

    public void Check(SettingRules rules)
    {
        rules.Require(Epochs is null or >= 1, "--epochs", "at least 1", Epochs);
        rules.Require(Hidden == null || Hidden.All(h => h is >= 1 and <= LargestLayer), "--hidden", $"from 1 to {LargestLayer} each",
            Hidden == null ? "" : string.Join(',', Hidden));
        rules.Require(LearningRate == null || (double.IsFinite(LearningRate.Value) && LearningRate > 0), "--learning-rate",
            "finite and above 0", LearningRate);
    }

    /// <summary>Checks what only an MLP has.</summary>
    public void CheckMlp(SettingRules rules)
    {
        Check(rules);
        rules.Require(Preset is null || Enum.TryParse<MlpPreset>(Preset, ignoreCase: true, out _), "--preset",
            $"one of {string.Join(", ", Enum.GetNames<MlpPreset>())} for tables", Preset);
    }

    /// <summary>Checks what only a convolutional network has.</summary>
    public void CheckCnn(SettingRules rules)
    {
        Check(rules);
        rules.Require(Preset is null || Enum.TryParse<CnnPreset>(Preset, ignoreCase: true, out _), "--preset",
            $"one of {string.Join(", ", Enum.GetNames<CnnPreset>())} for images", Preset);
    }

    public CnnOptions ToCnnOptions(IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        var options = AddTo(new CnnOptions { Seed = Seed, Progress = progress, CancellationToken = cancellation });
        return Preset is null ? options : options with { Preset = Enum.Parse<CnnPreset>(Preset, ignoreCase: true) };
    }

    public MlpOptions ToOptions(IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        var options = new MlpOptions { Seed = Seed, Progress = progress, CancellationToken = cancellation };
        if (Preset != null)
            options = options with { Preset = Enum.Parse<MlpPreset>(Preset, ignoreCase: true) };
        if (Hidden != null)
            options = options with { HiddenSizes = Hidden.ToImmutableArray() };
        return AddTo(options);
    }

    private TOptions AddTo<TOptions>(TOptions given) where TOptions : DeepTrainerOptions
    {
        DeepTrainerOptions options = given;
        if (Metric != null)
            options = options with { ValidationMetric = Metric };
        if (Epochs is { } epochs)
            options = options with { MaximumEpochCount = epochs };
        if (LearningRate is { } rate)
            options = options with { LearningRate = rate };
        return (TOptions)options;
    }
}
