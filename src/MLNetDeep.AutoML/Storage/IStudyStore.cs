namespace MLNetDeep.AutoML;

/// <summary>
/// The memory of a study, shared by its workers. Every call is one transaction: after a crash at any instant, what was finished is there,
/// whole, and what was running is given to the next worker that asks.
/// </summary>
/// <remarks>Safe to use from several threads; the threads and processes of a study each see what the others wrote.</remarks>
internal interface IStudyStore : IDisposable
{
    /// <summary>What the study is.</summary>
    StudyDefinition Definition { get; }

    /// <summary>All trials by number, with their folds and epochs.</summary>
    IReadOnlyList<Trial> ReadTrials();

    /// <summary>Adds a waiting trial, to be run before new proposals.</summary>
    /// <returns>Its number.</returns>
    int Enqueue(Proposal proposal);

    /// <summary>
    /// Gives a worker a trial: one whose worker is gone, then one that waits, then a new one. No two workers get the same. A trial whose
    /// workers die again and again fails.
    /// </summary>
    /// <remarks>
    /// The store is locked while a setting is proposed, so that no proposal is made in vain: the function must not call the store.
    /// </remarks>
    /// <param name="worker">Who asks.</param>
    /// <param name="propose">
    /// Makes the setting of a new trial of this number, given all trials so far; null when there is nothing to do now, because the study is
    /// over or because the proposal has to wait for others.
    /// </param>
    /// <returns>The trial, running, with the folds an earlier attempt finished; null when there is nothing to do now.</returns>
    Trial? Claim(Worker worker, Func<int, IReadOnlyList<Trial>, Proposal?> propose);

    /// <summary>Notes the score after an epoch.</summary>
    /// <returns>Whether this attempt still counts; false when the trial was given to another worker, and nothing was noted.</returns>
    bool ReportEpoch(Trial trial, EpochValue value);

    /// <summary>Notes a fold that is done, with what it predicted.</summary>
    /// <returns>Whether this attempt still counts; false when the trial was given to another worker, and nothing was noted.</returns>
    bool ReportFold(Trial trial, TrialFold fold, FoldPredictions predictions);

    /// <summary>Ends a trial. An attempt that was given to another worker meanwhile is ignored.</summary>
    /// <param name="trial">
    /// The trial with its final state, score, objectives and reason. The time of its end is the store's; a score that is NaN is none.
    /// </param>
    /// <returns>Whether this attempt was the one that counted.</returns>
    bool Finish(Trial trial);

    /// <summary>Says that a worker is alive; to be said several times in <see cref="StudyStorageOptions.StaleAfter"/>.</summary>
    void Beat(Worker worker);

    /// <summary>Gives back the trials of a worker that ends in good order, so that they are begun again without a wait.</summary>
    void Release(Worker worker);

    /// <summary>The out-of-fold predictions of a trial, by fold; those of folds that are done.</summary>
    IReadOnlyList<FoldPredictions> ReadPredictions(int number);
}
