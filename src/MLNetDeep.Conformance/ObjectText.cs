using System.Collections;
using System.Globalization;
using System.Reflection;

namespace MLNetDeep.Conformance;

/// <summary>
/// An object's public state as text, one line a value: two descriptions are equal when nothing was written in between.
/// </summary>
internal static class ObjectText
{
    private const int DeepestLevel = 6;

    public static IReadOnlyList<string> Describe(object value)
    {
        var lines = new List<string>();
        Describe(value.GetType().Name, value, lines, []);
        return lines;
    }

    private static void Describe(string path, object? value, List<string> lines, HashSet<object> above)
    {
        if (value is null or string or IFormattable or Delegate || (value is not IEnumerable && IsSystem(value)))
            lines.Add($"{path} = {Text(value)}");
        else if (above.Count == DeepestLevel || !above.Add(value))
            lines.Add($"{path}: {value.GetType().Name}");
        else
        {
            if (value is IEnumerable items)
            {
                var count = lines.Count;
                foreach (var (i, item) in items.Cast<object?>().Index())
                    Describe($"{path}[{i}]", item, lines, above);
                if (lines.Count == count)
                    lines.Add($"{path} = []");
            }
            foreach (var (name, member) in Members(value))
                Describe($"{path}.{name}", member, lines, above);
            above.Remove(value);
        }
    }

    // What is computed anew at every look, such as a list made by a getter, still describes the same.
    private static IEnumerable<(string Name, object? Value)> Members(object value)
    {
        // Of a collection only its items count; what the compiler makes of a collection expression has no namespace.
        if (value is Array || (value is IEnumerable && (value.GetType().Namespace == null || IsSystem(value))))
            yield break;
        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public))
            yield return (field.Name, field.GetValue(value));
        foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)
                yield return (property.Name, Read(property, value));
        }
    }

    private static bool IsSystem(object value) => value.GetType().Namespace?.StartsWith("System", StringComparison.Ordinal) == true;

    // A getter may refuse to be asked yet; that it refuses is then its state.
    private static object? Read(PropertyInfo property, object value)
    {
        try
        {
            return property.GetValue(value);
        }
        catch (TargetInvocationException exception)
        {
            return $"throws {exception.InnerException?.GetType().Name}";
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        Delegate method => $"{method.Method.DeclaringType?.Name}.{method.Method.Name}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
