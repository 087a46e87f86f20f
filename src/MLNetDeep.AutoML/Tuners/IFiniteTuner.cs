using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>A tuner that comes to an end; a study asks and stops there.</summary>
internal interface IFiniteTuner
{
    /// <summary>Whether these settings are all that it could propose, and perhaps more. Safe to ask from several threads.</summary>
    bool IsExhaustedBy(IEnumerable<Parameter> settings);
}
