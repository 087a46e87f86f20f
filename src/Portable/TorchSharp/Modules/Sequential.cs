using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after the other.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor>[] _steps;

    internal Sequential(nn.Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential))
    {
        _steps = modules;
        for (var i = 0; i < modules.Length; i++)
            register_module(i.ToString(CultureInfo.InvariantCulture), modules[i]);
    }

    /// <summary>Runs the modules; what lies between them is disposed of, save what the graph holds.</summary>
    public override Tensor forward(Tensor tensor)
    {
        if (_steps.Length == 0)
            return tensor.alias();
        using var scope = NewDisposeScope();
        var result = tensor;
        foreach (var step in _steps)
            result = step.call(result);
        return scope.MoveToOuter(result); // which leaves it alone where it is the input itself
    }
}
