namespace Microsoft.ML.Data;

internal static class SchemaExtensions
{
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
