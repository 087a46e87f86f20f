namespace MLNetDeep.Images.Pictures;

/// <summary>Writes in a picture, with letters of 5 x 7 dots for printable ASCII, and one more below for tails.</summary>
internal static class Lettering
{
    /// <summary>Of a letter without a tail, in dots.</summary>
    public const int Height = 7;

    /// <summary>From one letter to the next, in dots.</summary>
    private const int Step = 6;

    private const int Columns = 5;

    // Five bytes a letter, from space to tilde: a byte is a column, its lowest bit the topmost dot.
    private const string Font =
        "000000000000005F00000003000300147F147F14242A7F2A12231308646236495522500000030000001C2241000041221C00" +
        "14083E081408083E08080000A060000808080808006060000020100804023E5149453E00427F400042615149462141454B31" +
        "1814127F1027454545393C4A49493001710905033649494936064949291E00363600000006A6600008142241001414141414" +
        "00412214080201510906324979413E7E1111117E7F494949363E414141227F4141221C7F494949417F090909013E4149497A" +
        "7F0808087F00417F41002040413F017F081422417F404040407F020C027F7F0408107F3E4141413E7F090909063E4151215E" +
        "7F09192946464949493101017F01013F4040403F1F2040201F3F4038403F631408146307087008076151494543007F414100" +
        "02040810200041417F0004020102044040404040000102040020545454787F484444383844444420384444487F3854545418" +
        "087E09010218A4A4A47C7F0804047800447D40004080847D007F1028440000417F40007C041804787C080404783844444438" +
        "FC4444443838444444FC7C080404084854545420043F4440203C4040207C1C2040201C3C4030403C44281028441CA0A0A07C" +
        "4464544C44000836410000007F000000413608000804081008";

    private static readonly byte[] Dots = Convert.FromHexString(Font);

    /// <summary>Dots from the first letter's left to the last one's right.</summary>
    public static int Width(string text) => Math.Max(0, (text.Length * Step) - 1);

    /// <summary>Writes a line; what is not ASCII becomes a question mark.</summary>
    /// <param name="canvas">An RGB canvas.</param>
    /// <param name="left">Where it starts; for an upright line, its left edge.</param>
    /// <param name="top">Its upper edge.</param>
    /// <param name="text">The line.</param>
    /// <param name="dot">Pixels of a dot.</param>
    /// <param name="shade">From 0 (black) to 255 (white).</param>
    /// <param name="isUpright">Whether it runs from bottom to top instead.</param>
    public static void Write(Canvas canvas, int left, int top, string text, int dot, byte shade, bool isUpright = false)
    {
        ReadOnlySpan<byte> color = [shade, shade, shade];
        var width = Width(text);
        for (var x = 0; x < width; x++)
        {
            var letter = text[x / Step] is >= ' ' and <= '~' and var known ? known : '?';
            var column = x % Step < Columns ? Dots[((letter - ' ') * Columns) + (x % Step)] : 0;
            for (var y = 0; y <= Height; y++)
            {
                if (((column >> y) & 1) == 0)
                    continue;
                var (across, down) = isUpright ? (y, width - 1 - x) : (x, y);
                canvas.Fill(left + (across * dot), top + (down * dot), dot, dot, color);
            }
        }
    }

    /// <summary>The text, or what of it fits with two dots at the end.</summary>
    public static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 2)] + "..";
}
