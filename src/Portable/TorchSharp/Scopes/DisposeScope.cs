namespace TorchSharp;

/// <summary>Disposes of every tensor made while it is the innermost open scope of its thread, when it is itself disposed of.</summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? _manager;

    internal DisposeScope(DisposeScopeManager disposeScopeManager)
    {
        _manager = disposeScopeManager;
        OuterScope = disposeScopeManager.CurrentDisposeScope;
    }

    public int DisposablesCount => Open() is not null ? Tensors.Count : 0;

    internal DisposeScope? OuterScope { get; set; }

    internal HashSet<Tensor> Tensors { get; } = new(ReferenceEqualityComparer.Instance);

    public bool Contains(IDisposable disposable) => disposable is Tensor tensor && Tensors.Contains(tensor);
    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveTo(OuterScope, disposable);
    public T Detach<T>(T disposable) where T : IDisposable => MoveTo(null, disposable);

    public void Dispose()
    {
        if (_manager is null)
            return;
        DisposeOf(Tensors);
        _manager.RemoveDisposeScope(this);
        _manager = null;
    }

    /// <summary>Called by a tensor that is disposed of by hand while the scope holds it.</summary>
    internal void MarkAsDisposed(Tensor tensor)
    {
        Open().StatisticsInstance.DisposedInScopeCount++;
        Tensors.Remove(tensor);
        tensor.OwningDisposeScope = null;
    }

    private DisposeScopeManager Open() => _manager ?? throw new ObjectDisposedException(GetType().FullName);

    private void DisposeOf(IReadOnlyCollection<Tensor> tensors)
    {
        Open().StatisticsInstance.DisposedInScopeCount += tensors.Count;
        foreach (var tensor in tensors)
        {
            // The tensor need not report back to the scope that is disposing of it.
            tensor.OwningDisposeScope = null;
            tensor.Dispose();
        }

        Tensors.ExceptWith(tensors);
    }

    private T MoveTo<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        var statistics = Open().StatisticsInstance;
        if (disposable is not Tensor tensor || !Tensors.Remove(tensor))
            return disposable;
        if (scope is null)
            statistics.DetachedFromScopeCount++;
        else
            scope.Tensors.Add(tensor);
        tensor.OwningDisposeScope = scope;
        return disposable;
    }
}
