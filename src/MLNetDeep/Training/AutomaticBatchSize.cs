namespace MLNetDeep.Training;

/// <summary>How many rows a step sees when nobody says: larger data, larger batches (RealMLP's rule, pytabkit).</summary>
internal static class AutomaticBatchSize
{
    /// <param name="rows">Training rows.</param>
    public static int For(int rows) => rows switch
    {
        <= 1024 => 64,
        <= 8192 => 128,
        <= 30_000 => 256,
        <= 100_000 => 512,
        _ => 1024,
    };
}
