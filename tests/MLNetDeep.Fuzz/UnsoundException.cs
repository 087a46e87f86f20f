namespace MLNetDeep.Fuzz;

/// <summary>What was read contradicts itself.</summary>
internal sealed class UnsoundException(string message) : Exception(message);
