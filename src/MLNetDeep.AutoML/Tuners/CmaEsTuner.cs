using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// CMA-ES: draws settings from a normal distribution that moves to where good ones were found and takes their shape (Hansen,
/// arXiv:1604.00772). For spaces of numbers and some hundreds of trials. It begins around the default setting; when it has converged, it
/// begins again elsewhere with twice as many trials a generation (Auger and Hansen, "A restart CMA evolution strategy with increasing
/// population size", 2005).
/// </summary>
/// <remarks>
/// Choices, which have no order, are proposed by a <see cref="TpeTuner"/> that is told the same. Results of trials that others proposed
/// are taken in as in arXiv:1110.4181. Of several losses the first counts.
/// </remarks>
public sealed class CmaEsTuner : ITuner
{
    // Draws that lie outside the ranges are drawn again this often, then moved to the border.
    private const int RedrawCount = 20;

    private readonly SpaceModel _space;
    private readonly CmaEsTunerOptions _options;
    private readonly TunerHistory _history;
    private readonly TpeTuner _choices;
    private readonly int[] _numbers;
    private readonly List<(ToldTrial Trial, double[] Point)> _generation = [];
    private CmaEsState _state;
    private int _restarts;

    /// <summary>A tuner of a space.</summary>
    /// <param name="searchSpace">The options to choose; at least one is a number.</param>
    /// <param name="options">How to search; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or the space has no numbers or holds something that cannot be searched.
    /// </exception>
    public CmaEsTuner(SearchSpace searchSpace, CmaEsTunerOptions? options = null)
    {
        _options = options ?? new CmaEsTunerOptions();
        _options.Check();
        _space = new SpaceModel(searchSpace);
        _history = new TunerHistory(_space);
        _choices = new TpeTuner(searchSpace, new TpeTunerOptions { Seed = _options.Seed });
        _numbers = [.. Enumerable.Range(0, _space.Dimensions.Count).Where(d => !_space.Dimensions[d].IsCategory)];
        if (_numbers.Length == 0)
            throw new ArgumentException(
                "The search space of CmaEsTuner must have a number to search, but had none; TpeTuner takes spaces of choices.");
        int size = _options.PopulationSize ?? 4 + (int)(3 * Math.Log(_numbers.Length));
        _state = new CmaEsState(ToPoint(_space.Defaults), _options.InitialStep, size);
    }

    /// <inheritdoc/>
    public Parameter Propose(TrialSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.TrialId == 0)
            return _space.Write(_space.Defaults);
        // Choices decide which numbers have an effect, so they come first.
        double[] values = _space.Read(_choices.Propose(settings));
        double[] numbers = Draw(settings.TrialId);
        for (int k = 0; k < _numbers.Length; k++)
            values[_numbers[k]] = numbers[k];
        return _space.Write(values);
    }

    /// <inheritdoc/>
    public void Update(TrialResult result)
    {
        ToldTrial told = _history.Add(result);
        _choices.Update(result);
        if (told.State == TrialState.Running)
            return;
        double[] drawn = Draw(told.Number);
        bool isOwn = _numbers.Select((d, k) => double.IsNaN(told.Values[d]) || told.Values[d] == drawn[k]).All(same => same);
        double[] point = ToPoint(told.Values);
        _generation.Add((told, isOwn ? point : _state.Tame(point)));
        if (_generation.Count < _state.PopulationSize)
            return;
        var best = Comparer<ToldTrial>.Create(ToldTrial.Compare);
        _state.Update([.. _generation.OrderBy(member => member.Trial, best).Select(member => member.Point)]);
        _generation.Clear();
        if (_state.IsConverged)
            Restart();
        for (int k = 0; k < _numbers.Length; k++)
        {
            SpaceDimension dimension = _space.Dimensions[_numbers[k]];
            if (dimension.IsDiscrete)
                _state.Widen(k, 0.2 / dimension.Count); // a whole number would never change again
        }
    }

    private void Restart()
    {
        _restarts++;
        RandomNumbers random = TunerRandom.For(_options.Seed, TunerUse.Restarts, _restarts);
        double[] start = [.. _numbers.Select(_ => random.Uniform())];
        _state = new CmaEsState(start, Math.Max(_options.InitialStep, 0.3), checked(_state.PopulationSize * 2));
    }

    /// <summary>The numbers that the distribution, as it is now, gives a trial.</summary>
    private double[] Draw(int number)
    {
        RandomNumbers random = TunerRandom.For(_options.Seed, TunerUse.Candidates, number);
        double[] point = [];
        for (int i = 0; i < RedrawCount; i++)
        {
            point = _state.Draw([.. _numbers.Select(_ => random.Normal())]);
            if (point.All(coordinate => coordinate is >= 0 and <= 1))
                break;
        }

        return [.. point.Select((coordinate, k) => _space.Dimensions[_numbers[k]].FromUnit(coordinate))];
    }

    // What has no effect stands at its default.
    private double[] ToPoint(double[] values) =>
        [.. _numbers.Select(d => _space.Dimensions[d].ToUnit(double.IsNaN(values[d]) ? _space.Dimensions[d].Default : values[d]))];
}
