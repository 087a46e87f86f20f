using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep;
using MLNetDeep.Persistence;
using MLNetDeep.Tasks;

// How ML.NET finds this class when it opens a model zip, in any process that has this assembly beside it.
[assembly: LoadableClass(
    typeof(WeightedEnsembleTransformer), null, typeof(SignatureLoadModel),
    "MLNetDeep weighted ensemble", WeightedEnsembleTransformer.LoaderSignature)]

namespace MLNetDeep;

public sealed partial class WeightedEnsembleTransformer
{
    internal const string LoaderSignature = "MLNetDeepEnsemble";
    private const uint FormatVersion = 0x00010001;

    /// <summary>Loads from a model zip; ML.NET calls it.</summary>
    /// <exception cref="FormatException">The description of the ensemble does not make sense.</exception>
    internal WeightedEnsembleTransformer(IHostEnvironment environment, ModelLoadContext context)
    {
        ArgumentNullException.ThrowIfNull(environment);
        context.CheckAtModel(Version());
        var (head, members) = ReadDescription(context.Reader);
        Head = head;
        Members = [.. members.Select((member, number) =>
        {
            var models = new ITransformer[member.ModelCount];
            for (var model = 0; model < models.Length; model++)
            {
                context.LoadModel<ITransformer, SignatureLoadModel>(environment, out models[model], Directory(number, model));
                if (!models[model].IsRowToRowMapper)
                {
                    throw new FormatException(
                        $"The saved ensemble cannot be read: part '{Directory(number, model)}' does not map rows one by one.");
                }
            }
            return new WeightedEnsembleMember(member.Name, member.Weight, member.OutOfFoldMetric, models);
        })];
    }

    /// <summary>Saves into a model zip; ML.NET calls it.</summary>
    void ICanSaveModel.Save(ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Version());
        var description = new JsonObject
        {
            ["task"] = Task,
            ["head"] = Head.ToJson(),
            ["members"] = JsonSerializer.SerializeToNode(
                Members.Select(member => new SavedMember(member.Name, member.Weight, member.OutOfFoldMetric, member.Models.Count)),
                ModelJson.Options),
        };
        context.Writer.Write(description.ToJsonString(ModelJson.Options));
        for (var member = 0; member < Members.Count; member++)
        {
            for (var model = 0; model < Members[member].Models.Count; model++)
                context.SaveModel(Members[member].Models[model], Directory(member, model));
        }
    }

    private static (TaskHead Head, SavedMember[] Members) ReadDescription(BinaryReader header)
    {
        try
        {
            var json = ModelJson.ReadObject(Encoding.UTF8.GetBytes(header.ReadString()));
            var members = json.Required<SavedMember[]>("members");
            if (members.Length == 0 || !Array.TrueForAll(members, member => member.IsUsable))
                throw new FormatException("a member is not usable");
            return (LearningTask.ByName(json.Required<string>("task")).ReadHead(json.Required<JsonObject>("head")), members);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentException
                                            or OverflowException or NotSupportedException or IOException)
        {
            throw new FormatException(
                $"The saved ensemble cannot be read: its description does not make sense ({error.Message.TrimEnd('.')}).", error);
        }
    }

    private static string Directory(int member, int model) => $"Member_{member:000}_{model:000}";

    private static VersionInfo Version() => new(
        modelSignature: "DEEPENSM",
        verWrittenCur: FormatVersion,
        verReadableCur: FormatVersion,
        verWeCanReadBack: FormatVersion,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(WeightedEnsembleTransformer).Assembly.FullName!);

    /// <summary>A member as it stands in the file.</summary>
    private sealed record SavedMember(string Name, double Weight, double OutOfFoldMetric, int ModelCount)
    {
        private const int MaximumModelCount = 1000;

        // The weight may have been rounded.
        public bool IsUsable => Weight is > 0 and < 1.000001 && ModelCount is >= 1 and <= MaximumModelCount;
    }
}
