using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>A place where libtorch's way backwards is interrupted by a layer that does its own in managed code.</summary>
/// <param name="Input">What the layer took; libtorch goes on from here when it has a gradient.</param>
/// <param name="Output">What the layer put out: a leaf, where libtorch's way ends.</param>
/// <param name="Differentiate">Turns the output's gradient into the input's and adds the gradients of the layer's weights; null where
/// the input needs none.</param>
internal sealed record GradientCut(torch.Tensor Input, torch.Tensor Output, Func<torch.Tensor, torch.Tensor?> Differentiate)
{
    /// <summary>Goes backwards from a loss, and from each cut on the way, the last one first.</summary>
    /// <param name="loss">A single number.</param>
    /// <param name="cuts">The cuts in the order in which rows went through them; the list is emptied.</param>
    public static void Backward(torch.Tensor loss, List<GradientCut> cuts)
    {
        if (cuts.Count == 0)
        {
            loss.backward();
            return;
        }

        // What lies before a cut may be reached by another way, too, and be passed once more. A gradient is a sum over the ways.
        loss.backward(null, create_graph: false, retain_graph: true);
        for (int i = cuts.Count - 1; i >= 0; i--)
        {
            using torch.Tensor? slope = cuts[i].Output.grad;
            if (slope is not null && cuts[i].Differentiate(slope) is { } inputSlope)
                cuts[i].Input.backward([inputSlope], create_graph: false, retain_graph: true);
        }

        cuts.Clear();
    }
}
