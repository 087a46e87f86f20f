using System.Text;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Tasks;

namespace MLNetDeep.AutoML;

/// <summary>Writes a setting of a sweep as C# code, for the program that is to go without the sweep.</summary>
public static class CSharpCode
{
    /// <summary>
    /// Writes a class with one method, <c>BestPipeline.Create(mlContext, features)</c>, that appends the setting's trainer to the
    /// estimators which make its columns.
    /// </summary>
    /// <param name="pipeline">The pipeline that was swept.</param>
    /// <param name="parameter">A setting of it, as trials have it.</param>
    /// <param name="seed">
    /// Where the random numbers of a trainer of this library start, where its own options leave that open; those of ML.NET take theirs from
    /// the <c>MLContext</c>.
    /// </param>
    /// <returns>A file that compiles; options that no code can make, such as callbacks, are named in comments.</returns>
    /// <exception cref="NotSupportedException">
    /// The setting's trainer is neither one of this library nor one that ML.NET's AutoML has by itself.
    /// </exception>
    public static string Of(SweepablePipeline pipeline, Parameter parameter, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(parameter);
        string[] keys = PipelineSchema.EstimatorsOf(parameter[PipelineSchema.Key]);
        string[] names = NamesOf(pipeline, parameter);
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            var literal = new CSharpLiteral();
            if (Trainer(pipeline.Estimators[keys[i]], names[i], parameter[keys[i]], seed, literal) is { } trainer)
                return Write(trainer.Expression, [.. literal.Namespaces, trainer.Namespace], names[..i], names[(i + 1)..]);
        }

        throw new NotSupportedException(
            "Code can be written of trainers of MLNetDeep and of those that ML.NET's AutoML has by itself, "
            + $"but there was none among {string.Join(", ", keys)}.");
    }

    /// <summary>What AutoML calls the estimators of a setting; ours and the user's are unknown to it.</summary>
    private static string[] NamesOf(SweepablePipeline pipeline, Parameter parameter)
    {
        var experiment = Parameter.CreateNestedParameter();
        experiment["_pipeline_"] = parameter;
        return pipeline.ToString(experiment).Split("=>", StringSplitOptions.RemoveEmptyEntries);
    }

    private static (string Expression, string Namespace)? Trainer(
        SweepableEstimator estimator, string name, Parameter setting, int? seed, CSharpLiteral literal)
    {
        if (ClassicalCode.Write(name, setting, literal) is { } classical)
            return classical;
        if (name != Unknown || estimator.BuildFromOption(new MLContext(), setting) is not DeepTrainer trainer)
            return null;
        DeepTrainerOptions options = trainer.Options with { Seed = trainer.Options.Seed ?? seed };
        string call = $"mlContext.{CatalogOf(trainer.Task)}.Trainers.{options.Architecture}({literal.Write(options)})";
        return (call, typeof(DeepTrainer).Namespace!);
    }

    private const string Unknown = "Unknown";

    private static string CatalogOf(LearningTask task) => task switch
    {
        BinaryTask => "BinaryClassification",
        MulticlassTask => "MulticlassClassification",
        MultiLabelTask => "MultiLabelClassification",
        SequenceLabelTask => "SequenceLabeling",
        SequenceToSequenceTask => "SequenceToSequence",
        _ => "Regression",
    };

    private static string Write(string trainer, IEnumerable<string> namespaces, string[] before, string[] after)
    {
        var text = new StringBuilder();
        foreach (string name in namespaces.Append("Microsoft.ML").Distinct().Order(StringComparer.Ordinal))
            text.Append("using ").Append(name).Append(";\n");
        string body = $"var trainer = {trainer};\n"
            + (after.Length > 0 ? $"// Behind it stood in the swept pipeline{Listed(after)}.\n" : "")
            + "return features.Append(trainer);\n";
        string features = $"The featurisation: what stood before the trainer in the swept pipeline{Listed(before)}.";
        string method =
            "/// <summary>Appends its trainer to the estimators that make its columns.</summary>\n"
            + "/// <param name=\"mlContext\">The ML context.</param>\n"
            + $"/// <param name=\"features\">{features}</param>\n"
            + "public static IEstimator<ITransformer> Create(MLContext mlContext, IEstimator<ITransformer> features)\n"
            + $"{{\n{CSharpLiteral.Indent(body)}}}\n";
        return text.Append("\n/// <summary>The best setting of a sweep.</summary>\n")
            .Append("internal static class BestPipeline\n{\n").Append(CSharpLiteral.Indent(method)).Append("}\n").ToString();
    }

    /// <summary>Estimators by AutoML's names, as far as it has some.</summary>
    private static string Listed(string[] names) => Array.TrueForAll(names, name => name == Unknown)
        ? ""
        : $" ({string.Join(", ", names.Select(name => name == Unknown ? "your own" : name))})";
}
