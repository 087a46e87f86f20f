using System.Reflection;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Tests.PublicApi;

/// <summary>What users can call is listed in an approved file for each library; a change of it is a decision, not an accident.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("MLNetDeep", "PublicApi.approved.txt")]
    [InlineData("MLNetDeep.AutoML", "PublicApi.AutoML.approved.txt")]
    [InlineData("MLNetDeep.Conformance", "PublicApi.Conformance.approved.txt")]
    [InlineData("MLNetDeep.Images", "PublicApi.Images.approved.txt")]
    [InlineData("MLNetDeep.Onnx", "PublicApi.Onnx.approved.txt")]
    [InlineData("MLNetDeep.Orleans", "PublicApi.Orleans.approved.txt")]
    public void IsWhatWasApproved(string assembly, string approved)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "PublicApi", approved);
        var expected = File.ReadAllLines(path);
        var actual = Describe(Assembly.Load(assembly)).ToArray();
        if (expected.SequenceEqual(actual))
            return;
        var received = Path.ChangeExtension(path, ".received.txt");
        File.WriteAllLines(received, actual);
        Assert.Fail(string.Join('\n',
            ["The public API differs from tests/MLNetDeep.Tests/PublicApi/" + approved + ":",
             .. expected.Except(actual).Select(line => "- " + line), .. actual.Except(expected).Select(line => "+ " + line),
             $"If that is intended: cp '{received}' tests/MLNetDeep.Tests/PublicApi/{approved}"]));
    }

    // What Orleans writes for the wire is public, but nobody calls it.
    private static IEnumerable<string> Describe(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) != true)
        .SelectMany(type => Members(type).Order(StringComparer.Ordinal).Prepend(Header(type)))
        .GroupBy(line => line.Split("::")[0], StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .SelectMany(group => group);

    private static string Header(Type type) => $"{type.FullName}:: {Kind(type)}";

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Scope = BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(Scope | BindingFlags.Public | BindingFlags.NonPublic))
        {
            // What the compiler writes for records is not a decision of ours.
            var isWritten = member is PropertyInfo || member.GetCustomAttribute<CompilerGeneratedAttribute>() == null;
            if (isWritten && member.Name is not ("EqualityContract" or "PrintMembers") && Describe(member) is { } line)
                yield return $"{type.FullName}:: {line}";
        }
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        MethodInfo method when IsVisible(method) && !method.IsSpecialName =>
            $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"new({Parameters(constructor)})",
        PropertyInfo property when property.GetMethod is { } get && IsVisible(get) =>
            $"{Static(get)}{Name(property.PropertyType)} {property.Name} {{ get;{Setter(property)} }}",
        FieldInfo { IsPublic: true, IsSpecialName: false } field =>
            $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}{Constant(field)}",
        _ => null,
    };

    private static string Constant(FieldInfo field) => field.IsLiteral ? $" = {Convert.ToInt64(field.GetRawConstantValue(), null)}" : "";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Setter(PropertyInfo property) => property.SetMethod is { } set && IsVisible(set)
        ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
        : "";

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{Default(parameter)}"));

    private static string Default(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? FormattableString.Invariant($" = {parameter.DefaultValue ?? "null"}") : "";

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
