using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Tuners;

/// <summary>Small spaces of every kind, and what a loop over a tuner needs.</summary>
internal static class TunerSpaces
{
    /// <summary>All kinds of options and a nested space.</summary>
    public static SearchSpace Mixed() => new()
    {
        ["Rate"] = new UniformDoubleOption(1e-4, 1, true, 0.001),
        ["Share"] = new UniformSingleOption(0f, 0.9f, false, 0.1f),
        ["Leaves"] = new UniformIntOption(2, 512, true, 64),
        ["Layers"] = new UniformIntOption(1, 4, false, 2),
        ["Kind"] = new ChoiceOption(["relu", "silu", "gelu"], "gelu"),
        ["Flag"] = new ChoiceOption([true, false], false),
        ["Only"] = new ChoiceOption("one"),
        ["Inner"] = new SearchSpace { ["Width"] = new UniformIntOption(8, 64, true, 16) },
    };

    /// <summary>Two layers' widths, the second of which counts only when there are two.</summary>
    public static SearchSpace Conditional() => new LayeredSpace
    {
        ["Layers"] = new UniformIntOption(1, 2, false, 1),
        ["Width1"] = new UniformIntOption(1, 100, false, 10),
        ["Width2"] = new UniformIntOption(1, 100, false, 20),
    };

    /// <summary>Like the space of a pipeline in an experiment: either of two trainers after a transformer.</summary>
    public static SearchSpace Pipeline() => new()
    {
        ["_pipeline_"] = new SearchSpace
        {
            ["_SCHEMA_"] = new ChoiceOption("e0 * e1", "e0 * e2"),
            ["e0"] = new SearchSpace { ["Bins"] = new UniformIntOption(2, 9, false, 4) },
            ["e1"] = new SearchSpace { ["Rate"] = new UniformDoubleOption(0, 1, false, 0.5) },
            ["e2"] = Conditional(),
        },
    };

    /// <summary>Two real options in [0, 1] whose default is the middle.</summary>
    public static SearchSpace Unit(int width)
    {
        var space = new SearchSpace();
        for (int i = 0; i < width; i++)
            space[$"x{i}"] = new UniformDoubleOption(0, 1, false, 0.5);
        return space;
    }

    public static TrialSettings Ask(int number) => new() { TrialId = number, Parameter = Parameter.CreateNestedParameter() };

    public static TrialResult Tell(int number, Parameter parameter, double loss) => new()
    {
        TrialSettings = new TrialSettings { TrialId = number, Parameter = parameter },
        Loss = loss,
    };

    /// <summary>What a study tells.</summary>
    public static StudyTrialResult TellStudy(int number, Parameter parameter, TrialState state, params double[] losses) => new()
    {
        Trial = new Trial { Number = number, State = state, ParameterJson = parameter.ToString(), Origin = "test" },
        Losses = losses,
        TrialSettings = new TrialSettings { TrialId = number, Parameter = parameter },
        Loss = losses.FirstOrDefault(double.NaN),
    };

    /// <summary>Runs trials one after the other.</summary>
    /// <returns>The settings and their losses.</returns>
    public static List<(Parameter Parameter, double Loss)> Run(ITuner tuner, int count, Func<Parameter, double> loss)
    {
        List<(Parameter, double)> trials = [];
        for (int i = 0; i < count; i++)
        {
            Parameter parameter = tuner.Propose(Ask(i));
            double value = loss(parameter);
            trials.Add((parameter, value));
            tuner.Update(Tell(i, parameter, value));
        }

        return trials;
    }

    private sealed class LayeredSpace : SearchSpace, IConditionalSpace
    {
        public bool IsActive(string name, Parameter parameter) => name != "Width2" || parameter["Layers"].AsType<int>() == 2;
    }
}
