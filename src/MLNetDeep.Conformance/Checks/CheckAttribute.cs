using System.Reflection;

namespace MLNetDeep.Conformance.Checks;

/// <summary>Marks a check: a static method that takes a <see cref="TrainerSubject"/> and throws when it falls short.</summary>
/// <param name="purpose">What it demands, in a sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CheckAttribute(string purpose) : Attribute
{
    public string Purpose { get; } = purpose;

    public TrainerCapabilities Needs { get; init; }

    public bool NeedsMadeData { get; init; }

    public static IReadOnlyList<ConformanceCheck> Find()
        => [.. from type in typeof(CheckAttribute).Assembly.GetTypes()
               from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
               let attribute = method.GetCustomAttribute<CheckAttribute>()
               where attribute != null
               orderby method.Name
               select new ConformanceCheck(method.Name, attribute.Purpose, method.CreateDelegate<Action<TrainerSubject>>())
               {
                   Needs = attribute.Needs,
                   NeedsMadeData = attribute.NeedsMadeData,
               }];
}
