namespace MLNetDeep.AutoML;

/// <summary>A tuner that comes to an end; a study asks and stops there.</summary>
internal interface IFiniteTuner
{
    /// <summary>Whether all that it could propose has been tried or is being tried.</summary>
    bool IsExhausted { get; }
}
