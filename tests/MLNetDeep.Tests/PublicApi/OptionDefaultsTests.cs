using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using MLNetDeep.Conformance;

namespace MLNetDeep.Tests.PublicApi;

/// <summary>What a user gets who sets nothing is pinned, and said in words beside every option.</summary>
public sealed class OptionDefaultsTests
{
    private static readonly string[] Libraries =
        ["MLNetDeep", "MLNetDeep.AutoML", "MLNetDeep.Conformance", "MLNetDeep.Images", "MLNetDeep.Onnx", "MLNetDeep.Orleans"];

    /// <summary>Records that tell results: whoever makes one sets all of it.</summary>
    private static readonly string[] Results =
        ["EpochReport", "ForecastResult", "StudyProgress", "StudyStatus", "StudyTrialResult", "Trial", "TrialFold"];

    /// <summary>What is made without arguments and then has properties to set: options, optimisers, losses, schedules, spaces.</summary>
    private static IEnumerable<Type> OptionTypes => Libraries.SelectMany(name => Assembly.Load(name).GetExportedTypes())
        .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false, IsEnum: false }
            && type.GetConstructor([]) != null && Options(type).Any() && !Results.Contains(type.Name))
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    [Fact]
    public void Defaults_are_what_was_approved()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "PublicApi", "Defaults.approved.txt");
        var expected = File.ReadAllLines(path);
        var actual = OptionTypes.SelectMany(type => ObjectText.Describe(Activator.CreateInstance(type)!)
            .Select(line => $"{type.Namespace}.{line}")).ToArray();
        if (expected.SequenceEqual(actual))
            return;
        var received = Path.ChangeExtension(path, ".received.txt");
        File.WriteAllLines(received, actual);
        Assert.Fail(string.Join('\n',
            ["The defaults of options differ from tests/MLNetDeep.Tests/PublicApi/Defaults.approved.txt:",
             .. expected.Except(actual).Select(line => "- " + line), .. actual.Except(expected).Select(line => "+ " + line),
             $"If that is intended: cp '{received}' tests/MLNetDeep.Tests/PublicApi/Defaults.approved.txt"]));
    }

    [Fact]
    public void Every_option_says_its_default()
    {
        var values = Libraries
            .SelectMany(name => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{name}.xml")).Descendants("member"))
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("value")?.Value ?? "");
        var silent = from type in OptionTypes
                     from option in Options(type)
                     let name = $"P:{option.DeclaringType!.FullName!.Replace('+', '.')}.{option.Name}"
                     where !option.IsDefined(typeof(RequiredMemberAttribute))
                         && !values.GetValueOrDefault(name, "").Contains("default", StringComparison.OrdinalIgnoreCase)
                     select name;
        Assert.Empty(silent.Distinct());
    }

    /// <summary>The properties that a user can set.</summary>
    private static IEnumerable<PropertyInfo> Options(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
            && property.DeclaringType!.Assembly.GetName().Name!.StartsWith("MLNetDeep", StringComparison.Ordinal));
}
