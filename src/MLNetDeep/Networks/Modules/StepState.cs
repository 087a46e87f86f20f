namespace MLNetDeep.Networks.Modules;

/// <summary>What the loop tells all layers of a network before each step.</summary>
internal sealed class StepState
{
    /// <summary>Where random masks come from; restarted for each step.</summary>
    public MaskGenerator Masks { get; } = new();

    /// <summary>What every dropout probability is multiplied by, as its schedule says.</summary>
    public double DropoutFactor { get; set; } = 1;
}
