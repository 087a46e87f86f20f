using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// A density of settings: a kernel around each of some settings, and one over the whole space as a prior. A kernel is the product over the
/// options of normal distributions cut at the ends of the range, or of weights of the choices; so what goes together stays together
/// (Falkner, Klein and Hutter, BOHB, arXiv:1807.01774). How wide a kernel is in an option is told by its neighbours: the larger
/// distance to the next settings on either side (Bergstra et al. 2011, "Algorithms for hyper-parameter optimization").
/// </summary>
internal sealed class ParzenEstimator
{
    private readonly IReadOnlyList<SpaceDimension> _dimensions;
    private readonly double[] _logWeights;
    private readonly double[] _weights; // the prior's last; their sum is 1
    private readonly double[][] _centers; // by dimension, in coordinates; of categories the value
    private readonly double[][] _widths; // by dimension; of categories unused
    private readonly double[][] _logMasses; // by dimension: the part of a kernel that lies in the range
    private readonly double _priorWeight;

    /// <param name="dimensions">The options that it covers.</param>
    /// <param name="settings">For each setting its values in these options.</param>
    /// <param name="weights">The weight of each setting.</param>
    /// <param name="priorWeight">The weight of the prior.</param>
    /// <param name="narrowness">How many times narrower than usual a kernel may become.</param>
    public ParzenEstimator(
        IReadOnlyList<SpaceDimension> dimensions, IReadOnlyList<double[]> settings, IReadOnlyList<double> weights, double priorWeight,
        double narrowness = 1)
    {
        _dimensions = dimensions;
        _priorWeight = priorWeight;
        double sum = weights.Sum() + priorWeight;
        _weights = [.. weights.Append(priorWeight).Select(weight => weight / sum)];
        _logWeights = [.. _weights.Select(weight => Math.Log(weight))];
        _centers = new double[dimensions.Count][];
        _widths = new double[dimensions.Count][];
        _logMasses = new double[dimensions.Count][];
        for (int d = 0; d < dimensions.Count; d++)
        {
            SpaceDimension dimension = dimensions[d];
            _centers[d] = [.. settings.Select(values => dimension.IsCategory ? values[d] : dimension.ToUnit(values[d])), 0.5];
            _widths[d] = dimension.IsCategory ? [] : FindWidths(_centers[d], narrowness);
            _logMasses[d] = dimension.IsCategory ? [] : [.. _centers[d].Zip(_widths[d], LogMass)];
        }
    }

    /// <summary>Widths of kernels around these coordinates, the last of which is the prior's.</summary>
    private static double[] FindWidths(double[] centers, double narrowness)
    {
        int count = centers.Length;
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => centers[i])]; // stable
        double[] widths = new double[count];
        // Below this a few equal values would be taken for certain ("magic clip" of the authors' implementation).
        double least = 1 / (narrowness * Math.Min(100.0, 1 + count));
        for (int i = 0; i < count; i++)
        {
            double below = i > 0 ? centers[order[i]] - centers[order[i - 1]] : 0;
            double above = i < count - 1 ? centers[order[i + 1]] - centers[order[i]] : 0;
            widths[order[i]] = Math.Clamp(Math.Max(below, above), least, 1);
        }

        widths[^1] = 1;
        return widths;
    }

    /// <summary>Draws values.</summary>
    public double[] Sample(RandomNumbers random)
    {
        int kernel = Choose(_weights, random.Uniform());
        double[] values = new double[_dimensions.Count];
        for (int d = 0; d < values.Length; d++)
        {
            SpaceDimension dimension = _dimensions[d];
            if (dimension.IsCategory)
            {
                double[] weights = [.. Enumerable.Range(0, (int)dimension.Count).Select(i => ChoiceWeight(d, kernel, i))];
                values[d] = Choose(weights, random.Uniform());
                continue;
            }

            double center = _centers[d][kernel];
            double width = _widths[d][kernel];
            double low = NormalDistribution.Cumulative(-center / width);
            double high = NormalDistribution.Cumulative((1 - center) / width);
            values[d] = dimension.FromUnit(center + width * NormalDistribution.Quantile(low + random.Uniform() * (high - low)));
        }

        return values;
    }

    /// <summary>The logarithm of the density at these values.</summary>
    public double LogDensity(double[] values)
    {
        double[] logs = [.. _logWeights];
        for (int d = 0; d < values.Length; d++)
        {
            SpaceDimension dimension = _dimensions[d];
            double unit = dimension.ToUnit(values[d]);
            (double from, double to) = dimension.IsDiscrete ? dimension.Cell(values[d]) : default;
            for (int i = 0; i < logs.Length; i++)
            {
                logs[i] += dimension.Kind switch
                {
                    DimensionKind.Category => Math.Log(ChoiceWeight(d, i, values[d])),
                    DimensionKind.Integer => Math.Log(CellMass(d, i, from, to)) - _logMasses[d][i],
                    _ => LogNormal((unit - _centers[d][i]) / _widths[d][i]) - Math.Log(_widths[d][i]) - _logMasses[d][i],
                };
            }
        }

        double most = logs.Max();
        return most + Math.Log(logs.Sum(log => Math.Exp(log - most)));
    }

    private static double LogMass(double center, double width) =>
        Math.Log(NormalDistribution.Mass(-center / width, (1 - center) / width));

    private static double LogNormal(double x) => -x * x / 2 - Math.Log(2 * Math.PI) / 2;

    private double CellMass(int dimension, int kernel, double from, double to)
    {
        double center = _centers[dimension][kernel];
        double width = _widths[dimension][kernel];
        return NormalDistribution.Mass((from - center) / width, (to - center) / width);
    }

    /// <summary>A kernel's weight of a choice: 1 more for its own than the share of the prior that all have.</summary>
    private double ChoiceWeight(int dimension, int kernel, double value)
    {
        double count = _dimensions[dimension].Count;
        bool isPrior = kernel == _weights.Length - 1;
        double share = _priorWeight / _weights.Length;
        return isPrior ? 1 / count : (share + (value == _centers[dimension][kernel] ? 1 : 0)) / (1 + share * count);
    }

    private static int Choose(double[] weights, double uniform)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length - 1; i++)
        {
            sum += weights[i];
            if (uniform < sum)
                return i;
        }

        return weights.Length - 1;
    }
}
