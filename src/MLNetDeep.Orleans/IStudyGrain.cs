using MLNetDeep.AutoML;

namespace MLNetDeep.Orleans;

/// <summary>A study on a cluster; its key is the name it was added to the silos by.</summary>
/// <remarks>
/// The study itself lives in its store. The grain says whether it is to be worked on, and may die with its silo: the silos that still
/// work on the study tell its successor.
/// </remarks>
public interface IStudyGrain : IGrainWithStringKey
{
    /// <summary>Lets every silo that has the study work on it, until nothing is left to do.</summary>
    /// <exception cref="ArgumentException">
    /// The silo where the grain lives has no study of this name, it has no storage, or the rows do not allow its folds.
    /// </exception>
    /// <exception cref="StudyStorageException">The storage cannot be used, or holds another study of this name.</exception>
    Task StartAsync();

    /// <summary>Ends the work: running trials are given back to the store, and start again with the study.</summary>
    Task StopAsync();

    /// <summary>How far the study has come, and which silos have it; only the silos before it was started.</summary>
    /// <exception cref="ArgumentException">The silo where the grain lives has no study of this name.</exception>
    /// <exception cref="StudyStorageException">The storage cannot be read.</exception>
    Task<StudyStatus> GetStatusAsync();

    /// <summary>Called by each silo that has the study, about every second.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="work">What it does for the study.</param>
    /// <returns>Whether it should work on it.</returns>
    Task<bool> AttendAsync(string silo, SiloWork work);
}
