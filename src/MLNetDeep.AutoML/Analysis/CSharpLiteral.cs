using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace MLNetDeep.AutoML;

/// <summary>Writes values as C# expressions, records of this library among them, with what differs from their defaults.</summary>
internal sealed class CSharpLiteral
{
    private const int Width = 110;

    private readonly SortedSet<string> _namespaces = new(StringComparer.Ordinal);

    /// <summary>The namespaces of what was written.</summary>
    public IReadOnlyCollection<string> Namespaces => _namespaces;

    /// <summary>An expression for a value; null when there is none, as for callbacks of the user's own.</summary>
    public string? Write(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => Quote(text),
        int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        float number => float.IsFinite(number) ? $"{number.ToString("R", CultureInfo.InvariantCulture)}f" : Special(number, "float"),
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : Special(number, "double"),
        TimeSpan time => WriteTime(time),
        Enum choice => $"{NameOf(choice.GetType())}.{choice}",
        ClassWeights weights => WriteWeights(weights),
        IDictionary or Delegate => null,
        IEnumerable items => WriteList(items),
        _ => IsOurs(value.GetType()) ? WriteRecord(value) : null,
    };

    /// <summary>The lines of a text, each four places further in.</summary>
    public static string Indent(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length > 0 ? $"    {line}" : line));

    private static bool IsOurs(Type type) => type.Assembly == typeof(DeepTrainerOptions).Assembly;

    private static string Special(double value, string type) =>
        $"{type}.{(double.IsNaN(value) ? "NaN" : value > 0 ? "PositiveInfinity" : "NegativeInfinity")}";

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private string NameOf(Type type)
    {
        _namespaces.Add(type.Namespace!);
        return type.Name;
    }

    private string WriteTime(TimeSpan time)
    {
        _namespaces.Add(nameof(System));
        return $"TimeSpan.FromTicks({time.Ticks.ToString(CultureInfo.InvariantCulture)})";
    }

    private string WriteWeights(ClassWeights weights)
    {
        string name = NameOf(typeof(ClassWeights));
        var classes = weights.ByClass.Select(each => $"({Quote(each.Key)}, {Write(each.Value)})");
        return weights.ByClass.Count == 0 ? $"{name}.{nameof(ClassWeights.Balanced)}" : $"{name}.Of({string.Join(", ", classes)})";
    }

    private string? WriteList(IEnumerable items)
    {
        string?[] written = [.. items.Cast<object?>().Select(Write)];
        if (written.Contains(null))
            return null;
        string line = $"[{string.Join(", ", written)}]";
        return line.Length <= Width || written.Length < 2 ? line : $"[\n{Indent(Wrap(written))}]";
    }

    /// <summary>Several elements in a line, as many as it holds.</summary>
    private static string Wrap(string?[] elements)
    {
        var lines = new StringBuilder();
        int length = 0;
        foreach (string? element in elements)
        {
            bool isNew = length > 0 && length + element!.Length > Width;
            lines.Append(isNew ? "\n" : length > 0 ? " " : "").Append(element).Append(',');
            length = (isNew ? 0 : length + 1) + element!.Length + 1;
        }

        return lines.Append('\n').ToString();
    }

    /// <summary>A constructor call and the properties that it leaves other than they are.</summary>
    private string? WriteRecord(object value)
    {
        Type type = value.GetType();
        if (FindConstructor(type) is not { } constructor)
            return null;
        ParameterInfo[] parameters = constructor.GetParameters();
        object?[] arguments = [.. parameters.Select(parameter => PropertyOf(type, parameter)!.GetValue(value))];
        string?[] given = [.. WriteArguments(parameters, arguments)];
        return given.Contains(null) ? null : Join(NameOf(type), given, [.. WriteMembers(value, constructor.Invoke(arguments))]);
    }

    private IEnumerable<string?> WriteArguments(ParameterInfo[] parameters, object?[] arguments)
    {
        bool isSkipped = false;
        foreach ((ParameterInfo parameter, object? argument) in parameters.Zip(arguments))
        {
            string? text = Write(argument);
            if (parameter.HasDefaultValue && text == Write(DefaultOf(parameter)))
                isSkipped = true;
            else
                yield return isSkipped && text is not null ? $"{parameter.Name}: {text}" : text;
        }
    }

    private IEnumerable<string> WriteMembers(object value, object fresh)
    {
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is not { IsPublic: true })
                continue;
            (object? own, object? usual) = (property.GetValue(value), property.GetValue(fresh));
            string? text = Equals(own, usual) ? null : Write(own);
            if (text is not null && text != Write(usual))
                yield return $"{property.Name} = {text}";
            else if (text is null && !Equals(own, usual))
                yield return $"/* {property.Name}: your own */";
        }
    }

    /// <summary>The default of a value type of ours is told as null, that of an enum as its number.</summary>
    private static object? DefaultOf(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return parameter.DefaultValue switch
        {
            null when type.IsValueType && Nullable.GetUnderlyingType(type) is null => Activator.CreateInstance(type),
            { } number when type.IsEnum => Enum.ToObject(type, number),
            var other => other,
        };
    }

    private static string Join(string name, string?[] arguments, string[] members)
    {
        string call = $"new {name}";
        if (arguments.Length > 0 || members.Length == 0)
            call += $"({string.Join(", ", arguments)})";
        if (members.Length == 0)
            return call;
        string line = $"{call} {{ {string.Join(", ", members)} }}";
        bool isShort = line.Length <= Width && !line.Contains('\n', StringComparison.Ordinal);
        bool isCode = !Array.Exists(members, IsComment);
        string block = string.Concat(members.Select(member => IsComment(member) ? $"{member}\n" : $"{member},\n"));
        return isShort && isCode ? line : $"{call}\n{{\n{Indent(block)}}}";
    }

    private static bool IsComment(string member) => member.StartsWith("/*", StringComparison.Ordinal);

    /// <summary>The constructor with the most parameters, each of which is a property's value.</summary>
    private static ConstructorInfo? FindConstructor(Type type) => type.GetConstructors()
        .Where(constructor => Array.TrueForAll(constructor.GetParameters(), parameter => PropertyOf(type, parameter) is not null))
        .OrderByDescending(constructor => constructor.GetParameters().Length)
        .FirstOrDefault();

    private static PropertyInfo? PropertyOf(Type type, ParameterInfo parameter)
    {
        PropertyInfo? property = type.GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        return property?.PropertyType == parameter.ParameterType ? property : null;
    }
}
