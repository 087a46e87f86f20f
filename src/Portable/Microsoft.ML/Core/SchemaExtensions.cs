namespace Microsoft.ML.Data;

/// <summary>Names for columns that come and go within a component.</summary>
internal static class SchemaExtensions
{
    /// <summary>A column name that the schema does not have: the tag itself where it is free.</summary>
    public static string GetTempColumnName(this DataViewSchema schema, string tag)
    {
        if (schema.GetColumnOrNull(tag) == null)
            return tag;
        for (var i = 0; ; i++)
        {
            var name = $"temp_{tag}_{i:000}";
            if (schema.GetColumnOrNull(name) == null)
                return name;
        }
    }
}
