using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// A regression tree over a search space, as the boxes of its leaves. Variances over the whole space are exact: the mean over all other
/// options of a sum of boxes is a sum of their parts, so that its square is a sum over pairs of leaves.
/// </summary>
internal sealed class FanovaTree
{
    private readonly Leaf[] _leaves;
    private readonly double _mean;

    private FanovaTree(Leaf[] leaves)
    {
        _leaves = leaves;
        _mean = leaves.Sum(leaf => leaf.Size * leaf.Value);
        Variance = leaves.Sum(leaf => leaf.Size * (leaf.Value - _mean) * (leaf.Value - _mean));
    }

    /// <summary>The variance of its predictions over the whole space.</summary>
    public double Variance { get; }

    /// <summary>Grows a tree on a bootstrap sample, by splits that lower the squared error most.</summary>
    /// <param name="space">The options.</param>
    /// <param name="rows">Settings: coordinates of numbers, positions of choices.</param>
    /// <param name="losses">What to learn.</param>
    /// <param name="random">Draws the sample.</param>
    /// <param name="mostLeaves">About how many leaves there may be.</param>
    public static FanovaTree Grow(SpaceModel space, double[][] rows, double[] losses, RandomNumbers random, int mostLeaves)
    {
        int[] sample = [.. Enumerable.Range(0, rows.Length).Select(_ => random.Below(rows.Length))];
        int least = Math.Max(1, rows.Length / mostLeaves);
        List<Leaf> leaves = [];
        Side[] whole = [.. space.Dimensions.Select(dimension => Side.Whole(dimension))];
        var open = new Stack<(int[] Rows, Side[] Box)>([(sample, whole)]);
        while (open.TryPop(out (int[] Rows, Side[] Box) node))
        {
            if (FindSplit(rows, losses, node.Rows, node.Box, least) is { } split)
            {
                open.Push(([.. node.Rows.Where(i => !split.IsInside(rows[i]))], split.Outside(node.Box)));
                open.Push(([.. node.Rows.Where(i => split.IsInside(rows[i]))], split.Inside(node.Box)));
            }
            else
            {
                double size = node.Box.Aggregate(1.0, (product, side) => product * side.Size);
                leaves.Add(new Leaf(node.Box, size, node.Rows.Average(i => losses[i])));
            }
        }

        return new FanovaTree([.. leaves]);
    }

    /// <summary>The variance of the mean over all options but these.</summary>
    public double Explain(params ReadOnlySpan<int> options)
    {
        double squares = 0;
        for (int i = 0; i < _leaves.Length; i++)
        {
            Leaf a = _leaves[i];
            for (int j = 0; j <= i; j++)
            {
                Leaf b = _leaves[j];
                double product = a.Size * b.Size * (a.Value - _mean) * (b.Value - _mean) * (i == j ? 1 : 2);
                foreach (int d in options)
                    product *= a.Box[d].Overlap(b.Box[d]) / (a.Box[d].Size * b.Box[d].Size);
                squares += product;
            }
        }

        return Math.Max(0, squares);
    }

    private static Split? FindSplit(double[][] rows, double[] losses, int[] inside, Side[] box, int least)
    {
        if (inside.Length < 2 * least || inside.All(i => losses[i] == losses[inside[0]]))
            return null;
        double sum = inside.Sum(i => losses[i]);
        (Split? best, double most) = (null, sum * sum / inside.Length * (1 + 1e-12) + 1e-300);
        void Consider(Split split, int count, double part)
        {
            int rest = inside.Length - count;
            if (count < least || rest < least)
                return;
            double gain = part * part / count + (sum - part) * (sum - part) / rest;
            if (gain > most)
                (best, most) = (split, gain);
        }

        for (int d = 0; d < box.Length; d++)
        {
            if (box[d].IsCategory)
            {
                foreach (var choice in inside.GroupBy(i => rows[i][d]))
                    Consider(new Split(d, choice.Key, true), choice.Count(), choice.Sum(i => losses[i]));
                continue;
            }

            int[] order = [.. inside.OrderBy(i => rows[i][d])];
            double part = 0;
            for (int k = 0; k < order.Length - 1; k++)
            {
                part += losses[order[k]];
                (double below, double above) = (rows[order[k]][d], rows[order[k + 1]][d]);
                if (below < above)
                    Consider(new Split(d, (below + above) / 2, false), k + 1, part);
            }
        }

        return best;
    }

    private sealed record Leaf(Side[] Box, double Size, double Value);

    /// <summary>A box along one option: an interval of coordinates, or a set of choices.</summary>
    private readonly record struct Side(double From, double To, bool[]? Choices)
    {
        public bool IsCategory => Choices is not null;

        /// <summary>Its share of the option's values.</summary>
        public double Size => Choices is null ? To - From : (double)Choices.Count(has => has) / Choices.Length;

        public static Side Whole(SpaceDimension dimension)
        {
            bool[]? choices = dimension.IsCategory ? new bool[(int)dimension.Count] : null;
            if (choices is not null)
                Array.Fill(choices, true);
            return new Side(0, 1, choices);
        }

        public double Overlap(Side other) => Choices is null
            ? Math.Max(0, Math.Min(To, other.To) - Math.Max(From, other.From))
            : (double)Choices.Where((has, i) => has && other.Choices![i]).Count() / Choices.Length;
    }

    /// <summary>One choice apart from the others, or the numbers below a bound apart from those above.</summary>
    private sealed record Split(int Option, double Value, bool IsChoice)
    {
        public bool IsInside(double[] row) => IsChoice ? row[Option] == Value : row[Option] <= Value;

        public Side[] Inside(Side[] box) => Replace(box, IsChoice
            ? box[Option] with { Choices = [.. box[Option].Choices!.Select((_, i) => i == (int)Value)] }
            : box[Option] with { To = Value });

        public Side[] Outside(Side[] box) => Replace(box, IsChoice
            ? box[Option] with { Choices = [.. box[Option].Choices!.Select((has, i) => has && i != (int)Value)] }
            : box[Option] with { From = Value });

        private Side[] Replace(Side[] box, Side side)
        {
            Side[] copy = [.. box];
            copy[Option] = side;
            return copy;
        }
    }
}
