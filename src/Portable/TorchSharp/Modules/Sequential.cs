using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after the other.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.IModule<Tensor, Tensor>> _steps = [];

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential)) => Append(modules);

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : base(nameof(Sequential)) => Append(modules);

    internal Sequential()
        : base(nameof(Sequential))
    {
    }

    public int Count => _steps.Count;

    public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(CultureInfo.InvariantCulture), module);

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        register_module(name, (nn.Module)module);
        _steps.Add(module);
        return this;
    }

    /// <summary>Runs the modules; what lies between them is disposed of, save what the graph holds.</summary>
    public override Tensor forward(Tensor tensor)
    {
        if (_steps.Count == 0)
            return tensor.alias();
        using var scope = NewDisposeScope();
        var result = tensor;
        foreach (var step in _steps)
            result = step.call(result);
        return scope.MoveToOuter(result); // which leaves it alone where it is the input itself
    }

    internal Sequential Append(nn.Module<Tensor, Tensor>[] modules)
    {
        foreach (var module in modules)
            append(module);
        return this;
    }

    internal Sequential Append((string Name, nn.Module<Tensor, Tensor> Module)[] modules)
    {
        foreach (var (name, module) in modules)
            append(name, module);
        return this;
    }
}
