using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MLNetDeep.Cli.Tasks;

namespace MLNetDeep.Cli.Commands;

/// <summary>The options that train and compare share.</summary>
internal sealed class CommonOptions
{
    /// <param name="isTable">Whether there is a table for certain, so that its argument and its label are required.</param>
    /// <param name="presets">The presets to choose from.</param>
    public CommonOptions(bool isTable, IEnumerable<string> presets)
    {
        Data = new Argument<string>("DATA")
        {
            Description = "Table with a header: CSV or TSV, plain or gzip.",
            Arity = isTable ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        };
        Label = new Option<string>("--label", "-l") { Description = "Column to predict.", HelpName = "COLUMN", Required = isTable };
        Preset = PresetOption([.. presets.Distinct()]);
    }

    public Argument<string> Data { get; }

    public Option<string> Label { get; }

    public Option<string?> Task { get; } = TaskOption();

    public Option<string[]> Ignore { get; } =
        NewOption.Default<string[]>("--ignore|-i", "COLUMN", [], "Column to leave out; may be given several times.");

    public Option<int> Seed { get; } =
        NewOption.Default("--seed", "N", 1, "Where random numbers start; the same seed repeats a run.");

    public Option<int?> Epochs { get; } = NewOption.Optional<int?>("--epochs", "N", "Most passes over the training rows.");

    public Option<int[]?> Hidden { get; } = new("--hidden")
    {
        Description = "Units of each hidden layer, such as 128,64.",
        HelpName = "N,N",
        CustomParser = ParseSizes,
    };

    public Option<double?> LearningRate { get; } =
        NewOption.Optional<double?>("--learning-rate", "X", "Peak step size of the optimiser.");

    public Option<string?> Preset { get; }

    public Option<string?> Metric { get; } =
        NewOption.Optional<string>("--metric", "METRIC", "Metric that counts, such as AUC or Accuracy; the recipe aims at it.");

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document instead of tables." };

    public void AddTo(Command command)
    {
        command.Add(Data);
        foreach (var option in new Option[] { Label, Task, Ignore, Seed, Epochs, Hidden, LearningRate, Preset, Metric, Json })
            command.Add(option);
    }

    public DataSettings ReadData(ParseResult parsed) => new(
        parsed.GetRequiredValue(Data), parsed.GetRequiredValue(Label), parsed.GetValue(Task), parsed.GetValue(Ignore) ?? []);

    public NetworkSettings ReadNetwork(ParseResult parsed) => new(
        parsed.GetValue(Seed),
        parsed.GetValue(Epochs),
        // An array option that was not given reads as an empty array, which would mean a network without hidden layers.
        parsed.GetResult(Hidden) == null ? null : parsed.GetValue(Hidden),
        parsed.GetValue(LearningRate),
        parsed.GetValue(Preset),
        parsed.GetValue(Metric));

    /// <summary>What only tables have; <see cref="Data"/> besides.</summary>
    public IEnumerable<Option> TableOptions => [Label, Task, Ignore, Hidden];

    private static Option<string?> PresetOption(string[] names)
    {
        var option = NewOption.Optional<string>("--preset", "PRESET", $"Recipe of the network: {string.Join(", ", names)}.");
        option.CompletionSources.Add(names);
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } name && !names.Contains(name, StringComparer.OrdinalIgnoreCase))
                result.AddError($"--preset must be one of {string.Join(", ", names)}, but was '{name}'.");
        });
        return option;
    }

    private static Option<string?> TaskOption()
    {
        var option = NewOption.Optional<string>("--task", "TASK", "What to learn, where the label leaves a doubt.");
        option.AcceptOnlyFromAmong([.. LearningTask.All.Select(t => t.Name)]);
        return option;
    }

    private static int[]? ParseSizes(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var sizes = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size))
            {
                result.AddError($"--hidden takes whole numbers with commas between, such as 128,64, but got '{text}'.");
                return null;
            }
            sizes.Add(size);
        }
        return [.. sizes];
    }
}
