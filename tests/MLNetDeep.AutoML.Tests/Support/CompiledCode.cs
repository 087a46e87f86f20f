using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.ML;

namespace MLNetDeep.AutoML.Tests.Support;

/// <summary>Compiles generated code against the assemblies that the tests run with, and calls it.</summary>
internal static class CompiledCode
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles a file without errors and warnings.</summary>
    /// <returns>Its <c>BestPipeline.Create</c>.</returns>
    public static Func<MLContext, IEstimator<ITransformer>, IEstimator<ITransformer>> Compile(string code)
    {
        var compilation = CSharpCompilation.Create(
            $"generated{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest))], References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Diagnostic[] faults = [.. result.Diagnostics.Where(each => each.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(result.Success && faults.Length == 0, string.Join('\n', faults.Select(each => each.ToString()).Append(code)));
        MethodInfo create = Assembly.Load(assembly.ToArray()).GetType("BestPipeline")!.GetMethod("Create")!;
        return create.CreateDelegate<Func<MLContext, IEstimator<ITransformer>, IEstimator<ITransformer>>>();
    }
}
