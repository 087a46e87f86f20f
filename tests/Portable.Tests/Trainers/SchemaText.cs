using Microsoft.ML;

namespace Portable.Tests.Trainers;

/// <summary>Visible columns as text, with their types and annotations in order.</summary>
internal static class SchemaText
{
    public static string[] Of(DataViewSchema schema, params string[] columns) => schema.Where(c => !c.IsHidden && columns.Contains(c.Name))
        .Select(c => $"{c.Name}: {c.Type} [{string.Join(", ", c.Annotations.Schema.Select(a => $"{a.Name}: {a.Type}"))}]").ToArray();
}
