namespace TorchSharp.Modules;

/// <summary>A leaf tensor that a module trains.</summary>
public class Parameter : torch.Tensor
{
    /// <summary>Takes the tensor over: <paramref name="data"/> is empty afterwards.</summary>
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(data.requires_grad_(requires_grad).MoveHandle())
    {
    }

    private Parameter(nint handle)
        : base(handle)
    {
    }

    /// <summary>A second owner of the same tensor: module properties hand out such, so disposing of one leaves the module whole.</summary>
    internal Parameter Share()
    {
        NativeMethods.mld_tensor_retain(Handle);
        GC.KeepAlive(this);
        return new Parameter(Handle);
    }
}
