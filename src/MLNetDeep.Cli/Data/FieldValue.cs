using System.Globalization;

namespace MLNetDeep.Cli.Data;

/// <summary>What a field's text stands for, by the rules of ML.NET's text loader.</summary>
internal static class FieldValue
{
    public static bool IsMissing(string field) =>
        field.Length == 0 || field == "?" || field.Equals("NA", StringComparison.OrdinalIgnoreCase) ||
        field.Equals("NaN", StringComparison.OrdinalIgnoreCase) || field.Equals("N/A", StringComparison.OrdinalIgnoreCase);

    public static bool TryNumber(string field, out float value) =>
        float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    public static bool IsNumberOrMissing(string field) => IsMissing(field) || TryNumber(field, out _);
}
