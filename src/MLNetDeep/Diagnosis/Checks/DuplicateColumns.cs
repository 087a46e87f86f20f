using System.Numerics.Tensors;
using MLNetDeep.Training;

namespace MLNetDeep.Diagnosis.Checks;

/// <summary>Feature columns that say the same: equal, or one a multiple of the other.</summary>
/// <remarks>
/// Two columns of zeros and ones of which each is the other's opposite are left alone: that is how one-hot encoding writes a category
/// of two values.
/// </remarks>
internal sealed class DuplicateColumns : ICheck
{
    private const double Correlation = 0.9999;

    /// <summary>
    /// Random directions. Columns that say the same have nearly the same projections, so that only pairs that agree in all of these are
    /// compared value by value: a table of 2,000 columns has two million pairs.
    /// </summary>
    private const int ProjectionCount = 4;

    /// <summary>Two columns that differ from their usual value in fewer rows may do so in the same rows by chance.</summary>
    private const int LeastRows = 10;

    /// <summary>More groups make a sentence that nobody reads.</summary>
    private const int Shown = 3;

    /// <summary>
    /// How far projections of such columns may be apart: six deviations. For correlation r that deviation is sqrt(2 - 2 r), on the scale
    /// on which a column of length 1 has 1.
    /// </summary>
    private static readonly double Tolerance = 6 * Math.Sqrt(2 - 2 * Correlation);

    public IEnumerable<Finding> Examine(FitEvidence evidence)
    {
        Candidate[] candidates = [.. evidence.Columns.Where(Varies).Select(column => new Candidate(column))];
        Project(candidates);
        var groups = new List<string>();
        var rest = new List<Candidate>(candidates);
        while (rest.Count > 0)
        {
            var first = rest[0];
            Candidate[] same = [first, .. rest.Skip(1).Where(first.IsLike)];
            rest.RemoveAll(same.Contains);
            if (same.Length > 1)
                groups.Add(Words.List([.. same.Select(candidate => candidate.Column.Name)]));
        }
        if (groups.Count == 0)
            yield break;
        var more = groups.Count > Shown ? $"; and {Words.Count(groups.Count - Shown, "other group")}" : "";
        yield return new Finding(
            "duplicate-columns",
            FindingSeverity.Note,
            $"Feature columns repeat each other, if in another unit, in {evidence.RowsLookedAt}: "
            + $"{string.Join("; ", groups.Take(Shown))}{more}.",
            "Keep one of each: copies make training slower and importances smaller, and tell nothing new.");
    }

    /// <summary>Whether enough rows differ from the most frequent value; rare ones fall together by chance.</summary>
    private static bool Varies(ColumnEvidence column)
    {
        var sorted = column.Sorted;
        int longest = 0, run = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }
        return sorted.Length - longest >= LeastRows;
    }

    private static void Project(Candidate[] candidates)
    {
        if (candidates.Length == 0)
            return;
        var random = new RandomNumbers(0);
        var direction = new float[candidates[0].Standard.Length];
        for (var i = 0; i < ProjectionCount; i++)
        {
            random.Normal(direction, 0, 1);
            foreach (var candidate in candidates)
                candidate.Projections[i] = TensorPrimitives.Dot<float>(candidate.Standard, direction);
        }
    }

    /// <summary>A column brought to mean 0 and length 1; missing values are at 0.</summary>
    private sealed class Candidate
    {
        public Candidate(ColumnEvidence column)
        {
            Column = column;
            double sum = 0, squares = 0;
            foreach (var value in column.Sorted)
                sum += value;
            var mean = sum / column.Sorted.Length;
            foreach (var value in column.Sorted)
                squares += (value - mean) * (value - mean);
            var length = Math.Sqrt(squares);
            Standard = [.. column.Training.Select(value => float.IsNaN(value) ? 0 : (float)((value - mean) / length))];
            IsFlag = column.MissingCount == 0 && column.DistinctCount == 2;
        }

        public ColumnEvidence Column { get; }

        public float[] Standard { get; }

        public float[] Projections { get; } = new float[ProjectionCount];

        private bool IsFlag { get; }

        public bool IsLike(Candidate other)
        {
            if (other.Column.MissingCount != Column.MissingCount)
                return false;
            if (AreNear(1, other))
                return Dot(other) >= Correlation;
            return !(IsFlag && other.IsFlag) && AreNear(-1, other) && Dot(other) <= -Correlation;
        }

        private float Dot(Candidate other) => TensorPrimitives.Dot<float>(Standard, other.Standard);

        private bool AreNear(int sign, Candidate other)
        {
            for (var i = 0; i < ProjectionCount; i++)
            {
                if (Math.Abs(Projections[i] - sign * other.Projections[i]) > Tolerance)
                    return false;
            }
            return true;
        }
    }
}
