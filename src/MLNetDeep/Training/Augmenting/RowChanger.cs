namespace MLNetDeep.Training;

/// <summary>Changes rows by chance, each where it lies. Of one fit and one thread.</summary>
internal abstract class RowChanger
{
    /// <summary>Changes a row.</summary>
    /// <param name="row">The row, normalised: shape [height, width, channels] or [length, channels].</param>
    /// <param name="random">The chance of this step.</param>
    /// <param name="visit">Which row it is, and when.</param>
    public abstract void Change(Span<float> row, RandomNumbers random, RowVisit visit);

    /// <summary>A number drawn evenly around 0.</summary>
    /// <param name="random">The chance.</param>
    /// <param name="most">How far from 0 at most; 0 draws nothing.</param>
    protected static double Around(RandomNumbers random, double most) => most > 0 ? (2 * random.Uniform() - 1) * most : 0;

    /// <summary>A whole number drawn evenly around 0.</summary>
    protected static int Around(RandomNumbers random, int most) => most > 0 ? random.Below(2 * most + 1) - most : 0;
}

/// <summary>A row that is learned from.</summary>
/// <param name="Start">Bits of chance that are the row's own, the same in every epoch; null when it is not known which row it is.</param>
/// <param name="Epoch">The epoch, from 1.</param>
internal readonly record struct RowVisit(ulong? Start, int Epoch);
