using System.Collections.Immutable;
using System.Reflection;

namespace MLNetDeep.Tests.Conformance.Checks;

/// <summary>Marks a check: a static method that takes a <see cref="Subject"/> and throws when it falls short.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CheckAttribute : Attribute;

/// <summary>One demand on every trainer. Its name is the test's, in words.</summary>
internal sealed record Check(string Name, Action<Subject> Run)
{
    public static IReadOnlyDictionary<string, Check> All { get; } =
        typeof(Check).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.IsDefined(typeof(CheckAttribute)))
            .Select(method => new Check(method.Name, method.CreateDelegate<Action<Subject>>()))
            .ToImmutableSortedDictionary(check => check.Name, check => check);
}
