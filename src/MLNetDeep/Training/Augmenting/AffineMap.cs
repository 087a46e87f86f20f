using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Where the pixels of a turned image come from: (Xx x + Xy y + X0, Yx x + Yy y + Y0), in pixels.</summary>
internal readonly record struct AffineMap(double Xx, double Xy, double X0, double Yx, double Yy, double Y0)
{
    /// <summary>An image that is turned and resized about its centre and moved, and mirrored before that.</summary>
    /// <param name="grid">Its shape.</param>
    /// <param name="angle">Radians, counterclockwise as it is seen.</param>
    /// <param name="size">What its size is multiplied by.</param>
    /// <param name="dy">Pixels that the window moves down.</param>
    /// <param name="dx">Pixels that it moves right.</param>
    /// <param name="isUpsideDown">Whether top and bottom change places first.</param>
    /// <param name="isMirrored">Whether left and right change places first.</param>
    public static AffineMap Of(Grid grid, double angle, double size, double dy, double dx, bool isUpsideDown, bool isMirrored)
    {
        (double sine, double cosine) = Math.SinCos(angle);
        (double centreX, double centreY) = ((grid.Width - 1) / 2.0, (grid.Height - 1) / 2.0);
        double across = (isMirrored ? -1 : 1) / size;
        double along = (isUpsideDown ? -1 : 1) / size;
        (double xx, double xy) = (across * cosine, -across * sine);
        (double yx, double yy) = (along * sine, along * cosine);
        double x0 = centreX + across * size * dx - xx * centreX - xy * centreY;
        double y0 = centreY + along * size * dy - yx * centreX - yy * centreY;
        return new AffineMap(xx, xy, x0, yx, yy, y0);
    }
}
