using Microsoft.ML;
using MLNetDeep.Cli.Output;
using MLNetDeep.Persistence;

namespace MLNetDeep.Fuzz;

/// <summary>
/// A process that saves a model, a checkpoint and safetensors to the same files over and over, each time the next of some contents: to be
/// killed while it does, or to be one of several.
/// </summary>
internal static class FileWriter
{
    /// <summary>Rounds that a writer does which nobody kills.</summary>
    private const int RoundCount = 25;

    public static string ModelIn(string folder) => Path.Combine(folder, "model.zip");

    public static string CheckpointIn(string folder) => Path.Combine(folder, "fit.checkpoint");

    public static string TensorsIn(string folder) => Path.Combine(folder, "model.safetensors");

    /// <summary>Writes; says so after the first round.</summary>
    /// <param name="folder">Holds the contents, as NAME.zip and NAME.checkpoint.</param>
    /// <param name="contents">Their names.</param>
    public static void Run(string folder, string[] contents)
    {
        var ml = new MLContext();
        Action[] savers = [.. contents.Select(name =>
        {
            var model = (DeepPredictionTransformer)ml.Model.Load(Path.Combine(folder, name + ".zip"), out var schema);
            var (state, arrays) = CheckpointFile.Read(Path.Combine(folder, name + ".checkpoint"));
            return (Action)(() =>
            {
                AtomicFile.Write(ModelIn(folder), stream => ml.Model.Save(model, schema, stream));
                CheckpointFile.Write(CheckpointIn(folder), state, arrays);
                model.Model.SaveAsSafeTensors(TensorsIn(folder));
            });
        })];
        for (var round = 0; round < RoundCount || contents.Length > 1; round++)
        {
            foreach (var save in savers)
                save();
            if (round == 0)
                Console.WriteLine("writing");
        }
    }
}
