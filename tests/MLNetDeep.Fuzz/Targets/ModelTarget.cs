using System.Text.RegularExpressions;
using Microsoft.ML;
using MLNetDeep.Fuzz.Corpus;
using MLNetDeep.Fuzz.Mutation;

namespace MLNetDeep.Fuzz.Targets;

/// <summary>Loads model zips with ML.NET's own call, scores rows, saves what it got and loads that again.</summary>
internal sealed partial class ModelTarget : IFuzzTarget
{
    private readonly Dictionary<string, string> _expected = [];
    private readonly Dictionary<string, byte[]> _zips;
    private readonly MLContext _ml = new();
    private readonly ModelZip _mutation;
    private readonly Row[] _rows = Row.Draw(5, seed: 11);

    public ModelTarget(IReadOnlyDictionary<string, byte[]> zips)
    {
        _zips = new Dictionary<string, byte[]>(zips);
        _mutation = new ModelZip(_zips);
        foreach (var (name, zip) in _zips)
            _expected.Add(name, Use(zip, again: true));
    }

    public string Name => "model zip";

    public int Share => 70;

    public Mutant Make(Random random) => _mutation.Make(random);

    // What was made to be another model must be one: saved and loaded again it predicts the same.
    public string Read(Mutant mutant) => Use(mutant.Bytes, again: mutant.MayDiffer);

    public string Expected(string seed) => _expected[seed];

    public bool IsDocumented(Exception refusal, Mutant mutant)
    {
        // ML.NET wraps what the constructors of transformers throw.
        for (var error = refusal; error is not null; error = error.InnerException)
        {
            if (error is FormatException && PartIsNamed().IsMatch(error.Message))
                return true;
            // The model asks for other rows than there are: another column, another time.
            if (mutant.MayDiffer && error is (ArgumentOutOfRangeException or InvalidOperationException) && OtherRows().IsMatch(error.Message))
                return true;
        }
        return false;
    }

    private string Use(byte[] zip, bool again)
    {
        var model = _ml.Model.Load(new MemoryStream(zip), out _);
        var view = _ml.Data.LoadFromEnumerable(_rows);
        var scores = Scores.Of(view, model);
        if (!again)
            return scores;
        using var saved = new MemoryStream();
        _ml.Model.Save(model, view.Schema, saved);
        saved.Position = 0;
        var second = Scores.Of(view, _ml.Model.Load(saved, out _));
        return second == scores ? scores : throw new UnsoundException($"Saved and loaded again it predicts {second} instead of {scores}.");
    }

    [GeneratedRegex("[Cc]olumn|^Times must be whole steps")]
    private static partial Regex OtherRows();

    [GeneratedRegex("part '|Failed to open a zip archive|saved ensemble cannot be read|Corrupt model file|Couldn't load model: '|Missing \\w+ model")]
    private static partial Regex PartIsNamed();
}
