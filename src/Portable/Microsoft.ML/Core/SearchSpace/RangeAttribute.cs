namespace Microsoft.ML.SearchSpace;

/// <summary>The bounds of a swept number, with the type of its bounds; on a logarithmic scale if asked.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = false, AllowMultiple = false)]
public sealed class RangeAttribute : Attribute
{
    public RangeAttribute(double min, double max, bool logBase = false)
        : this((object)min, max, null, logBase)
    {
    }

    public RangeAttribute(double min, double max, double init, bool logBase = false)
        : this((object)min, max, init, logBase)
    {
    }

    public RangeAttribute(int min, int max, bool logBase = false)
        : this((object)min, max, null, logBase)
    {
    }

    public RangeAttribute(int min, int max, int init, bool logBase = false)
        : this((object)min, max, init, logBase)
    {
    }

    public RangeAttribute(float min, float max, bool logBase = false)
        : this((object)min, max, null, logBase)
    {
    }

    public RangeAttribute(float min, float max, float init, bool logBase = false)
        : this((object)min, max, init, logBase)
    {
    }

    private RangeAttribute(object min, object max, object? init, bool logBase)
        => (Min, Max, Init, LogBase) = (min, max, init, logBase);

    public object Min { get; }

    public object Max { get; }

    public object? Init { get; }

    public bool LogBase { get; }
}
