namespace MLNetDeep.Images.Pictures;

/// <summary>Colours between given ones at equal distances.</summary>
internal sealed class ColorScale
{
    // Every eighth entry of the published 256 (CC0); what lies between is off by less than two levels of 255.
    private static readonly ColorScale Viridis = new(
        "440154470D6048186A482374472D7B4536814240863F49893B528B375A8D33638D" +
        "2F6A8E2C728E297A8E26818E23898E21908C1F988B1F9F8821A68528AE8031B57B" +
        "3EBC744CC26C5DC9636ECE5882D34C96D83FABDC32C0DF24D5E21AEAE51AFDE725");
    private static readonly ColorScale Inferno = new(
        "0000040403120B0724150B37210C4A2E0A5A3C09654A0C6B57106D63146E70196E" +
        "7D1E6D89226A962766A32B61AF315CBB3755C63E4DD14644DB4F3BE35932EB6528" +
        "F1711EF67F14F98D0AFB9C06FCAB0FFBBA1FF9CA32F5D949F2E865F3F586FCFFA4");
    private static readonly ColorScale Grey = new("000000FFFFFF");
    private readonly byte[] _knots;

    public ColorScale(string knots) => _knots = Convert.FromHexString(knots);

    public static ColorScale Of(ColorMap map) => map switch
    {
        ColorMap.Viridis => Viridis,
        ColorMap.Inferno => Inferno,
        _ => Grey,
    };

    /// <summary>Writes the colour of a number in [0, 1]; smaller and larger ones get the ends'.</summary>
    public void Color(float value, Span<byte> rgb)
    {
        var last = (_knots.Length / 3) - 1;
        var place = Math.Clamp(value, 0, 1) * last;
        var knot = Math.Min((int)place, last - 1);
        var between = place - knot;
        for (var c = 0; c < 3; c++)
        {
            var (low, high) = (_knots[(3 * knot) + c], _knots[(3 * knot) + 3 + c]);
            rgb[c] = (byte)(low + ((high - low) * between) + 0.5f);
        }
    }
}
