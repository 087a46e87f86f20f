namespace MLNetDeep.Networks;

/// <summary>Where a network's features end and what is particular to its task begins.</summary>
internal static class OutputLayer
{
    /// <summary>
    /// The position of the output layer: the last linear layer, whose outputs layers behind it may scale; without such a layer, the last
    /// one with parameters.
    /// </summary>
    public static int IndexIn(NetworkSpec network)
    {
        int linear = Last(i => network.Layers[i] is LinearSpec);
        return linear >= 0 ? linear : Last(i => network.GetTensors(i).Any(tensor => tensor.IsParameter));

        int Last(Func<int, bool> holds) => Enumerable.Range(0, network.Layers.Count).Where(holds).DefaultIfEmpty(-1).Last();
    }
}
