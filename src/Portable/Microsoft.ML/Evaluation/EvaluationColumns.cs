namespace Microsoft.ML.Data;

/// <summary>Finds an evaluator's columns and says what is wrong with them.</summary>
internal static class EvaluationColumns
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name)
    {
        if (schema.GetColumnOrNull(name) is { } column)
            return column;
        throw new ArgumentOutOfRangeException(nameof(schema), $"{name} column '{role}' not found");
    }

    public static Exception Mismatch(string role, DataViewSchema.Column column, string expected) =>
        new ArgumentOutOfRangeException("schema",
            $"Schema mismatch for {role} column '{column.Name}': expected {expected}, got {column.Type}");
}
