namespace Microsoft.ML.AutoML.CodeGen;

/// <summary>Columns to encode by their values.</summary>
public class OneHotOption
{
    public string[]? OutputColumnNames { get; set; }
    public string[]? InputColumnNames { get; set; }
}

/// <summary>Columns whose missing values to replace.</summary>
public class ReplaceMissingValueOption
{
    public string[]? OutputColumnNames { get; set; }
    public string[]? InputColumnNames { get; set; }
}

/// <summary>Columns to turn into another type.</summary>
public class ConvertTypeOption
{
    public string[]? OutputColumnNames { get; set; }
    public string[]? InputColumnNames { get; set; }
    public DataKind TargetType { get; set; } = DataKind.Single;
}

/// <summary>Columns to put into one.</summary>
public class ConcatOption
{
    public string[]? InputColumnNames { get; set; }
    public string? OutputColumnName { get; set; }
}

/// <summary>A column of text to turn into numbers.</summary>
public class FeaturizeTextOption
{
    public string? InputColumnName { get; set; }
    public string? OutputColumnName { get; set; }
}
