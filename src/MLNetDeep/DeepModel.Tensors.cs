using MLNetDeep.Networks;
using MLNetDeep.Persistence;

namespace MLNetDeep;

// The model's numbers, out to other tools and in from them.
public sealed partial class DeepModel
{
    /// <summary>Writes all numbers of the network in the safetensors layout, for PyTorch and other tools.</summary>
    /// <param name="stream">Where the file is written; it stays open.</param>
    /// <remarks>
    /// Tensors have PyTorch's names and shapes, such as <c>1.weight</c> of [outputs, inputs]; <see cref="NetworkSpec.Tensors"/> lists them.
    /// The number in front is the layer's place in <see cref="NetworkSpec.Layers"/>, where 0 is the normalisation of the input. Those of an
    /// ensemble begin with <c>members.0.</c> and so on. The network itself is in the metadata, as JSON.
    /// </remarks>
    public void SaveAsSafeTensors(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = "pt", // what PyTorch's own tools write and ask for
            ["task"] = Task,
        };
        foreach (var (number, member) in Members.Index())
            metadata[IsEnsemble ? $"members.{number}.network" : "network"] = member.Network.ToJson();
        SafeTensors.Save(
            stream, AllTensors().Select(tensor => (tensor.Name, tensor.Spec.Shape, tensor.Member.GetTensor(tensor.Spec.Name))), metadata);
    }

    /// <summary>Writes all numbers of the network to a file in the safetensors layout, for PyTorch and other tools.</summary>
    /// <param name="path">The file; one that is there is replaced when the new one is complete.</param>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void SaveAsSafeTensors(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ReplacedFile.Write(path, keepPrevious: false, SaveAsSafeTensors);
    }

    /// <summary>A model of the same layers with numbers from a file, for instance of a network that was trained in PyTorch.</summary>
    /// <param name="tensors">The file.</param>
    /// <param name="nameInFile">
    /// Tells by the name of a tensor of this model what it is called in the file; null keeps this model's own numbers of it. The default
    /// takes the same names.
    /// </param>
    /// <returns>
    /// The new model; its <see cref="Training"/> is this one's. It can be trained on
    /// (<see cref="DeepTrainerOptions.InitialModel"/>), or put in place of another
    /// (<see cref="DeepPredictionTransformer.WithModel"/>).
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The file lacks tensors, or they have other shapes or numbers that are not finite; the message names all of them.
    /// </exception>
    public DeepModel WithTensors(SafeTensors tensors, Func<string, string?>? nameInFile = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var given = tensors.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var numbers = Members.ToDictionary(member => member, member => (float[])member.Tensors.Clone());
        var wrong = new List<string>();
        foreach (var (name, spec, member) in AllTensors())
        {
            var source = nameInFile is null ? name : nameInFile(name);
            if (source is null)
                continue;
            if (Mismatch(given.GetValueOrDefault(source), source, spec) is { } mismatch)
                wrong.Add(mismatch);
            else if (tensors.GetValues(source) is var values && values.All(float.IsFinite))
                values.CopyTo(numbers[member], spec.Offset);
            else
                wrong.Add($"'{source}' has numbers that are not finite");
        }
        if (wrong.Count > 0)
            throw new ArgumentException($"{nameof(tensors)} must hold the model's tensors, but {string.Join("; ", wrong)}.", nameof(tensors));
        DeepModel[] members = [.. Members.Select(member => new DeepModel(member.Network, numbers[member], member.Head, member.Training))];
        return IsEnsemble ? new DeepModel(members, Head, Training) : members[0];
    }

    private static string? Mismatch(SafeTensor? tensor, string name, TensorSpec expected)
    {
        if (tensor is null)
            return $"'{name}' is missing";
        return tensor.Shape.SequenceEqual(expected.Shape)
            ? null
            : $"'{name}' has the shape {NetworkSpec.Format(tensor.Shape)} instead of {NetworkSpec.Format(expected.Shape)}";
    }

    private IEnumerable<(string Name, TensorSpec Spec, DeepModel Member)> AllTensors() => Members.Index().SelectMany(member =>
        member.Item.Network.Tensors.Select(tensor => (IsEnsemble ? $"members.{member.Index}.{tensor.Name}" : tensor.Name, tensor, member.Item)));
}
