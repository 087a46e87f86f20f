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

    /// <summary>How many objects the scope holds.</summary>
    public int DisposablesCount => Open() is not null ? Disposables.Count : 0;

    /// <summary>A copy of the list of what the scope holds.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => Open() is not null ? [.. Disposables] : [];

    internal DisposeScope? OuterScope { get; set; }

    internal HashSet<IDisposable> Disposables { get; private set; } = NewSet([]);

    public bool Contains(IDisposable disposable) => Disposables.Contains(disposable);

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        MoveToOther(OuterScope, [disposable]);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        MoveToOther(OuterScope, [first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        MoveToOther(OuterScope, [first, second, third]);
        return (first, second, third);
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Hands objects that this scope holds to another one; to none, which detaches them, where that is null.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        Open();
        foreach (var disposable in disposables)
        {
            if (Disposables.Remove(disposable))
                Hand(disposable, scope);
        }
    }

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        MoveToOther(null, [disposable]);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        MoveToOther(null, [first, second]);
        return (first, second);
    }

    public void Detach(params IDisposable[] disposables) => MoveToOther(null, (IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    public void Attach(IDisposable disposable) => Attach((IEnumerable<IDisposable>)[disposable]);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes objects in: detached ones, or ones of another scope.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var statistics = Open().StatisticsInstance;
        var result = new List<IDisposable>();
        foreach (var disposable in disposables)
        {
            if (disposable is torch.Tensor tensor)
            {
                if (tensor.OwningDisposeScope is null && !tensor.IsInvalid)
                    statistics.DetachedFromScopeCount--;
                tensor.OwningDisposeScope?.Disposables.Remove(tensor);
            }

            Hand(disposable, this);
            result.Add(disposable);
        }

        return result;
    }

    public void DisposeEverything() => DisposeEverythingBut((IEnumerable<IDisposable>)[]);

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <summary>Disposes of what the scope holds, save the objects given.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var statistics = Open().StatisticsInstance;
        var held = Disposables;
        Disposables = NewSet(inKeep);
        foreach (var disposable in held)
        {
            if (Disposables.Contains(disposable))
                continue;
            if (disposable is torch.Tensor tensor)
            {
                // The tensor need not report back to the scope that is disposing of it.
                tensor.OwningDisposeScope = null;
                statistics.DisposedInScopeCount += tensor.IsInvalid ? 0 : 1;
            }
            else
            {
                statistics.DisposedInScopeCount++;
            }

            disposable.Dispose();
        }
    }

    /// <summary>Called by an object that is disposed of by hand while the scope holds it.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        Open().StatisticsInstance.DisposedInScopeCount++;
        Disposables.Remove(disposable);
        if (disposable is torch.Tensor tensor)
            tensor.OwningDisposeScope = null;
    }

    /// <summary>Closes the scope and disposes of what it holds.</summary>
    public void Dispose()
    {
        if (_manager is null)
            return;
        DisposeEverything();
        _manager.RemoveDisposeScope(this);
        _manager = null;
    }

    private static HashSet<IDisposable> NewSet(IEnumerable<IDisposable> items) => new(items, ReferenceEqualityComparer.Instance);

    private DisposeScopeManager Open() => _manager ?? throw new ObjectDisposedException(GetType().FullName);

    private void Hand(IDisposable disposable, DisposeScope? scope)
    {
        if (scope is null)
            Open().StatisticsInstance.DetachedFromScopeCount++;
        else
            scope.Disposables.Add(disposable);
        if (disposable is torch.Tensor tensor)
            tensor.OwningDisposeScope = scope;
    }
}
