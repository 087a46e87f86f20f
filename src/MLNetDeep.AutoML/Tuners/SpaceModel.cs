using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// A search space as a list of dimensions, with the way from settings to their values and back, both exact. Nested spaces are walked
/// through. Options without effect are known: those that an <see cref="IConditionalSpace"/> says are inactive, and in the space of a
/// <c>SweepablePipeline</c> the estimators that the chosen <c>_SCHEMA_</c> lacks.
/// </summary>
internal sealed class SpaceModel
{
    private readonly SearchSpace _space;
    private readonly Parameter _template;
    private readonly List<SpaceDimension> _dimensions = [];
    private readonly Dictionary<string, int> _positions = [];
    private readonly bool _isConditional;

    /// <exception cref="ArgumentException">An option is none of ML.NET's, or its range is empty or not finite.</exception>
    public SpaceModel(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        _space = space;
        AddOptions(space, []);
        _isConditional = HasConditions(space);
        // Spaces made with a default setting carry members that are not searched; a sample of the space has them all.
        _template = space.SampleFromFeatureSpace(space.Default ?? []);
        Defaults = Settle([.. _dimensions.Select(dimension => dimension.Default)]);
    }

    /// <summary>The options with more than one value, by name.</summary>
    public IReadOnlyList<SpaceDimension> Dimensions => _dimensions;

    /// <summary>The values of the default setting, NaN where they have no effect.</summary>
    public double[] Defaults { get; }


    /// <summary>The values of a setting; NaN where they have no effect or are unknown. What a setting lacks has its default.</summary>
    public double[] Read(Parameter parameter)
    {
        double[] values = new double[_dimensions.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = Find(parameter, _dimensions[i].Path) is { } found ? _dimensions[i].FromParameter(found) : _dimensions[i].Default;
        return Settle(values);
    }

    /// <summary>The setting that has these values, and the default where they are NaN or have no effect.</summary>
    public Parameter Write(IReadOnlyList<double> values) => Fill(Settle(values));

    /// <summary>The same setting with defaults in what has no effect, so that settings with equal effects are equal.</summary>
    public Parameter Canonical(Parameter parameter) => Fill(Read(parameter));

    /// <summary>The values with NaN in what has no effect.</summary>
    public double[] Settle(IReadOnlyList<double> values)
    {
        double[] settled = [.. values];
        // What has no effect gets its default, on which others may depend in turn; that ends after as many rounds as there are options.
        for (int round = 0; _isConditional && round <= settled.Length; round++)
        {
            bool[] active = new bool[settled.Length];
            MarkActive(_space, Fill(settled), "", active);
            bool changed = false;
            for (int i = 0; i < settled.Length; i++)
            {
                if (active[i] || double.IsNaN(settled[i]))
                    continue;
                settled[i] = double.NaN;
                changed = true;
            }

            if (!changed)
                break;
        }

        return settled;
    }

    /// <summary>Values at random, uniform in their coordinates.</summary>
    /// <param name="unit">The coordinate of each dimension.</param>
    public double[] FromUnit(Func<int, double> unit)
    {
        double[] values = new double[_dimensions.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = _dimensions[i].FromUnit(unit(i));
        return Settle(values);
    }

    private static Parameter? Find(Parameter parameter, IReadOnlyList<string> path)
    {
        foreach (string key in path)
        {
            if (parameter is not { ParameterType: ParameterType.Object } || !parameter.TryGetValue(key, out Parameter? inner))
                return null;
            parameter = inner;
        }

        return parameter;
    }

    private void AddOptions(SearchSpace space, IReadOnlyList<string> path)
    {
        foreach ((string key, OptionBase option) in space.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            IReadOnlyList<string> inner = [.. path, key];
            if (option is SearchSpace nested)
            {
                AddOptions(nested, inner);
                continue;
            }

            SpaceDimension dimension = SpaceOptions.ToDimension(option, inner);
            if (dimension.High <= dimension.Low)
                continue;
            _positions.Add(Locate(inner), _dimensions.Count);
            _dimensions.Add(dimension);
        }
    }

    // A sign that no key has keeps "a", "b.c" and "a.b", "c" apart.
    private static string Locate(IEnumerable<string> path) => string.Concat(path.Select(key => key + "\0"));

    private static bool HasConditions(SearchSpace space) =>
        space is IConditionalSpace || space.ContainsKey(PipelineSchema.Key) || space.Values.OfType<SearchSpace>().Any(HasConditions);

    private Parameter Fill(double[] values)
    {
        Parameter result = Copy(_template);
        for (int i = 0; i < values.Length; i++)
        {
            SpaceDimension dimension = _dimensions[i];
            Parameter inner = result;
            foreach (string key in dimension.Path.SkipLast(1))
                inner = inner[key];
            inner[dimension.Path[^1]] = dimension.ToParameter(double.IsNaN(values[i]) ? dimension.Default : values[i]);
        }

        return result;
    }

    private static Parameter Copy(Parameter parameter)
    {
        if (parameter.ParameterType != ParameterType.Object)
            return parameter;
        var copy = Parameter.CreateNestedParameter();
        foreach (string key in parameter.Keys)
            copy[key] = Copy(parameter[key]);
        return copy;
    }

    private void MarkActive(SearchSpace space, Parameter setting, string place, bool[] active)
    {
        HashSet<string>? absent = FindAbsent(space, setting);
        foreach ((string key, OptionBase option) in space)
        {
            if (absent?.Contains(key) == true || (space is IConditionalSpace conditional && !conditional.IsActive(key, setting)))
                continue;
            string inner = place + key + "\0";
            if (option is SearchSpace nested)
                MarkActive(nested, setting[key], inner, active);
            else if (_positions.TryGetValue(inner, out int position))
                active[position] = true;
        }
    }

    /// <summary>The estimators of a pipeline's space that are in some of its schemas, but not in the chosen one.</summary>
    private static HashSet<string>? FindAbsent(SearchSpace space, Parameter setting)
    {
        if (!space.TryGetValue(PipelineSchema.Key, out OptionBase? option) || option is not ChoiceOption schemas)
            return null;
        HashSet<string> absent = [.. schemas.Choices.SelectMany(PipelineSchema.EstimatorsOf)];
        absent.ExceptWith(PipelineSchema.EstimatorsOf(setting[PipelineSchema.Key]));
        return absent;
    }
}
