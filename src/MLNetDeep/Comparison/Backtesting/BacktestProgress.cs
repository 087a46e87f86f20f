namespace MLNetDeep.Comparison;

/// <summary>Where a running backtest stands.</summary>
/// <param name="CandidateName">The candidate at work.</param>
/// <param name="CandidateNumber">Its position, from 1.</param>
/// <param name="CandidateCount">Number of candidates, the references among them.</param>
/// <param name="Origin">The origin that it is being fitted for, from 1.</param>
/// <param name="OriginCount">Number of origins.</param>
/// <param name="Errors">The candidate's errors over all origins once it is done; null before.</param>
public sealed record BacktestProgress(
    string CandidateName, int CandidateNumber, int CandidateCount, int Origin, int OriginCount, ForecastErrors? Errors);
