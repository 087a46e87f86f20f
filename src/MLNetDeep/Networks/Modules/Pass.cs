namespace MLNetDeep.Networks.Modules;

/// <summary>Why rows go through a network.</summary>
internal enum Pass
{
    /// <summary>To score them: no dropout, running statistics.</summary>
    Scoring,

    /// <summary>To learn from them: dropout and batch statistics are on.</summary>
    Training,

    /// <summary>To set first weights by what reaches each layer; as in training, but without dropout.</summary>
    Initialization,
}
