using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tasks;

/// <summary>One column that a fitted transformer adds.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Annotate">Makes its annotations; the argument is the number of this set of score columns in the schema.</param>
/// <param name="CreateGetter">Makes a <see cref="ValueGetter{TValue}"/> over the scores of the current row.</param>
internal sealed record OutputColumn(
    string Name, DataViewType Type, Func<uint, DataViewSchema.Annotations> Annotate, Func<ScoreSource, Delegate> CreateGetter);

/// <summary>The finished scores of the row that a cursor or a prediction engine stands on.</summary>
internal abstract class ScoreSource
{
    /// <summary>Shape [output width]; valid until the row changes.</summary>
    public abstract ReadOnlySpan<float> Current { get; }

    /// <summary>A getter of the first score.</summary>
    public static ValueGetter<float> First(ScoreSource scores) => (ref float value) => value = scores.Current[0];

    /// <summary>A getter of whether each score is at least so much.</summary>
    public static ValueGetter<VBuffer<bool>> Above(ScoreSource scores, float threshold) => (ref VBuffer<bool> value) =>
    {
        var current = scores.Current;
        var editor = VBufferEditor.Create(ref value, current.Length);
        for (var slot = 0; slot < current.Length; slot++)
            editor.Values[slot] = current[slot] >= threshold;
        value = editor.Commit();
    };

    /// <summary>A getter of all scores.</summary>
    public static ValueGetter<VBuffer<float>> All(ScoreSource scores) => (ref VBuffer<float> value) =>
    {
        var current = scores.Current;
        var editor = VBufferEditor.Create(ref value, current.Length);
        current.CopyTo(editor.Values);
        value = editor.Commit();
    };
}
