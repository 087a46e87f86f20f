using Microsoft.ML.AutoML.CodeGen;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>The calls of ML.NET's own trainers that its AutoML sweeps, as that makes them of its options.</summary>
internal static class ClassicalCode
{
    private const string Binary = "BinaryClassification";
    private const string Multiclass = "MulticlassClassification";
    private const string Regression = "Regression";
    private const string LogisticTrainer = "LbfgsLogisticRegressionBinaryTrainer";
    private const string LogisticSdcaTrainer = "SdcaLogisticRegressionBinaryTrainer";

    /// <summary>By AutoML's names of its estimators: catalog and method, class, options, and whether there is one model a class.</summary>
    private static readonly Dictionary<string, Call> Calls = new()
    {
        ["FastTreeBinary"] = new(Binary, "FastTree", "FastTreeBinaryTrainer", Tree),
        ["FastTreeOva"] = new(Binary, "FastTree", "FastTreeBinaryTrainer", Tree, IsOneOfAll: true),
        ["FastTreeRegression"] = new(Regression, "FastTree", "FastTreeRegressionTrainer", Tree),
        ["FastTreeTweedieRegression"] = new(Regression, "FastTreeTweedie", "FastTreeTweedieTrainer", Tree),
        ["FastForestBinary"] = new(Binary, "FastForest", "FastForestBinaryTrainer", Forest),
        ["FastForestOva"] = new(Binary, "FastForest", "FastForestBinaryTrainer", Forest, IsOneOfAll: true),
        ["FastForestRegression"] = new(Regression, "FastForest", "FastForestRegressionTrainer", Forest),
        ["LightGbmBinary"] = new(Binary, "LightGbm", "LightGbmBinaryTrainer", LightGbm),
        ["LightGbmMulti"] = new(Multiclass, "LightGbm", "LightGbmMulticlassTrainer", LightGbm),
        ["LightGbmRegression"] = new(Regression, "LightGbm", "LightGbmRegressionTrainer", LightGbm),
        ["LbfgsLogisticRegressionBinary"] = new(Binary, "LbfgsLogisticRegression", LogisticTrainer, Lbfgs),
        ["LbfgsLogisticRegressionOva"] = new(Binary, "LbfgsLogisticRegression", LogisticTrainer, Lbfgs, IsOneOfAll: true),
        ["LbfgsMaximumEntropyMulti"] = new(Multiclass, "LbfgsMaximumEntropy", "LbfgsMaximumEntropyMulticlassTrainer", Lbfgs),
        ["LbfgsPoissonRegressionRegression"] = new(Regression, "LbfgsPoissonRegression", "LbfgsPoissonRegressionTrainer", Lbfgs),
        ["SdcaLogisticRegressionBinary"] = new(Binary, "SdcaLogisticRegression", LogisticSdcaTrainer, Sdca),
        ["SdcaLogisticRegressionOva"] = new(Binary, "SdcaLogisticRegression", LogisticSdcaTrainer, Sdca, IsOneOfAll: true),
        ["SdcaMaximumEntropyMulti"] = new(Multiclass, "SdcaMaximumEntropy", "SdcaMaximumEntropyMulticlassTrainer", Sdca),
        ["SdcaRegression"] = new(Regression, "Sdca", "SdcaRegressionTrainer", Sdca),
    };

    /// <summary>The call of a trainer; null when the name is none of a trainer's.</summary>
    /// <param name="name">What the pipeline calls the estimator.</param>
    /// <param name="setting">Its part of the setting.</param>
    /// <param name="literal">Writes values.</param>
    public static (string Expression, string Namespace)? Write(string name, Parameter setting, CSharpLiteral literal)
    {
        if (!Calls.TryGetValue(name, out Call? call))
            return null;
        Member[] members = [.. call.Members(setting).Where(member => member.Value is not null)];
        string lines = string.Concat(members.Select(member => $"{member.Name} = {member.Write(literal)},\n"));
        string trainer = $"mlContext.{call.Catalog}.Trainers.{call.Method}(new {call.Class}.Options\n{{\n{CSharpLiteral.Indent(lines)}}})";
        if (call.IsOneOfAll)
        {
            string label = members.Single(member => member.Name == nameof(FastTreeOption.LabelColumnName)).Write(literal);
            trainer = $"mlContext.{Multiclass}.Trainers.OneVersusAll({trainer}, labelColumnName: {label})";
        }

        return (trainer, NamespaceOf(call.Method));
    }

    private static string NamespaceOf(string method) => method switch
    {
        "LightGbm" => "Microsoft.ML.Trainers.LightGbm",
        "FastTree" or "FastTreeTweedie" or "FastForest" => "Microsoft.ML.Trainers.FastTree",
        _ => "Microsoft.ML.Trainers",
    };

    private static IEnumerable<Member> Tree(Parameter setting)
    {
        var option = setting.AsType<FastTreeOption>();
        return
        [
            .. Columns(option.LabelColumnName, option.FeatureColumnName, option.ExampleWeightColumnName),
            new("NumberOfLeaves", option.NumberOfLeaves),
            new("NumberOfTrees", option.NumberOfTrees),
            new("MinimumExampleCountPerLeaf", option.MinimumExampleCountPerLeaf),
            new("LearningRate", option.LearningRate),
            new("MaximumBinCountPerFeature", option.MaximumBinCountPerFeature),
            new("FeatureFraction", option.FeatureFraction),
        ];
    }

    private static IEnumerable<Member> Forest(Parameter setting)
    {
        var option = setting.AsType<FastForestOption>();
        return
        [
            .. Columns(option.LabelColumnName, option.FeatureColumnName, option.ExampleWeightColumnName),
            new("NumberOfTrees", option.NumberOfTrees),
            new("NumberOfLeaves", option.NumberOfLeaves),
            new("FeatureFraction", (double)option.FeatureFraction),
        ];
    }

    private static IEnumerable<Member> LightGbm(Parameter setting)
    {
        var option = setting.AsType<LgbmOption>();
        Member[] booster =
        [
            new("SubsampleFraction", option.SubsampleFraction),
            new("FeatureFraction", option.FeatureFraction),
            new("L1Regularization", option.L1Regularization),
            new("L2Regularization", option.L2Regularization),
        ];
        return
        [
            .. Columns(option.LabelColumnName, option.FeatureColumnName, option.ExampleWeightColumnName),
            new("NumberOfLeaves", option.NumberOfLeaves),
            new("NumberOfIterations", option.NumberOfTrees),
            new("MinimumExampleCountPerLeaf", option.MinimumExampleCountPerLeaf),
            new("LearningRate", option.LearningRate),
            new("MaximumBinCountPerFeature", option.MaximumBinCountPerFeature),
            new("Booster", booster),
        ];
    }

    private static IEnumerable<Member> Lbfgs(Parameter setting)
    {
        var option = setting.AsType<LbfgsOption>();
        return
        [
            .. Columns(option.LabelColumnName, option.FeatureColumnName, option.ExampleWeightColumnName),
            new("L1Regularization", option.L1Regularization),
            new("L2Regularization", option.L2Regularization),
        ];
    }

    private static IEnumerable<Member> Sdca(Parameter setting)
    {
        var option = setting.AsType<SdcaOption>();
        return
        [
            .. Columns(option.LabelColumnName, option.FeatureColumnName, option.ExampleWeightColumnName),
            new("L1Regularization", option.L1Regularization),
            new("L2Regularization", option.L2Regularization),
        ];
    }

    private static Member[] Columns(string label, string features, string? weight) =>
        [new("LabelColumnName", label), new("FeatureColumnName", features), new("ExampleWeightColumnName", weight)];

    private sealed record Call(
        string Catalog, string Method, string Class, Func<Parameter, IEnumerable<Member>> Members, bool IsOneOfAll = false);

    private sealed record Member(string Name, object? Value)
    {
        public string Write(CSharpLiteral literal) => Value is Member[] booster
            ? $"new GradientBooster.Options {{ {string.Join(", ", booster.Select(part => $"{part.Name} = {part.Write(literal)}"))} }}"
            : literal.Write(Value)!;
    }
}
