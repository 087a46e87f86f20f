namespace MLNetDeep.Tests.Conformance;

/// <summary>Runs alone: one check watches libtorch's process-wide generator, which any other test might use.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConformanceCollection
{
    public const string Name = "Conformance";
}
