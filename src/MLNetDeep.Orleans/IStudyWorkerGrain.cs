namespace MLNetDeep.Orleans;

/// <summary>The work of one silo on one study. Its key is the study's name, a slash and the silo's address.</summary>
internal interface IStudyWorkerGrain : IGrainWithStringKey
{
    /// <summary>Begins to work, unless it does or there is nothing left to do.</summary>
    Task<SiloWork> WorkAsync();

    /// <summary>Ends the work, giving running trials back.</summary>
    Task StopAsync();
}
