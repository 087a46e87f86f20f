using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>One layer in libtorch, while a network is trained. Its weights are views of the network's flat tensor.</summary>
internal abstract class LayerModule
{
    /// <summary>Runs the layer on a batch.</summary>
    /// <param name="input">Shape [rows, ...input shape].</param>
    /// <param name="pass">What the batch goes through for.</param>
    /// <returns>Shape [rows, ...output shape]; the caller's dispose scope owns it.</returns>
    public abstract torch.Tensor Forward(torch.Tensor input, Pass pass);
}
