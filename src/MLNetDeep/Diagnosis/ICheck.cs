namespace MLNetDeep.Diagnosis;

/// <summary>Looks at a finished fit for one kind of trouble. A new check is a new class and a line in <see cref="Doctor"/>.</summary>
internal interface ICheck
{
    /// <summary>What is wrong; nothing when all is well or when the evidence does not suffice.</summary>
    IEnumerable<Finding> Examine(FitEvidence evidence);
}
