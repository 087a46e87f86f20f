namespace MLNetDeep.Images.Data;

/// <summary>Decoded images, kept; those that a cursor is about to reach are decoded on all cores.</summary>
internal sealed class PixelCache(ImageFitter fitter, string[] paths)
{
    private readonly byte[]?[] _images = new byte[]?[paths.Length];

    /// <summary>The pixels of the row a cursor stands on.</summary>
    public byte[] Read(RowWalk walk)
    {
        if (Volatile.Read(ref _images[walk.Row]) is { } known)
            return known;
        var missing = walk.Ahead(RowWalk.BlockRowCount).Where(row => _images[row] is null).ToArray();
        Parallel.ForEach(missing, row =>
        {
            try
            {
                Volatile.Write(ref _images[row], fitter.Read(paths[row]));
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // Read again when the cursor gets there, and then it says so: rows before this one may be all that is asked for.
            }
        });
        return _images[walk.Row] ??= fitter.Read(paths[walk.Row]);
    }
}
